import { chanceFrom } from '../helpers/chance.ts'
import { testDatabase } from '../helpers/database.ts'
import { emptyPlace } from '../media/places.ts'
import { type Difference, series } from './series.ts'
import { cachedServer, type Fault, LateReads, plainServer, plant } from './servers.ts'

export const SEED = Number(process.env.CACHE_SEED ?? 1)

async function oneProcess(fault: Fault | null, seed: number) {
  const chance = chanceFrom(seed)
  const database = await testDatabase({ seeded: true })
  const options = { variables: (await emptyPlace('folder')).variables }
  plant(fault)
  const lateReads = new LateReads()
  const { api, feed } = await cachedServer(database, { ...options, fault, chance, lateReads })
  const plain = await plainServer(database, options)
  return { ...series({ database, cached: [api], plain, hear: () => feed.read(), lateReads }, chance), api }
}

/** A desk works on a server with cached answers. @returns the first difference, or null after so many steps */
export async function firstDifference(fault: Fault | null, steps: number, seed: number): Promise<Difference | null> {
  const chance = chanceFrom(seed + 1000)
  const desk = await oneProcess(fault, seed)
  let difference: Difference | null = null
  for (let step = 0; step < steps && !difference; step++) {
    await desk.renew(step % 5 === 0 ? 6 : 0)
    const read = chance.chance(0.1) ? await desk.letTimePass() : await desk.mutate()
    difference = await desk.firstDifference(desk.api, [...read, ...desk.someOf(12)])
  }
  if (process.env.CACHE_STEPS)
    console.info(fault ?? 'no fault', JSON.stringify(desk.counted), difference ? 'found' : 'no difference')
  return difference
}
