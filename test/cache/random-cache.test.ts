import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chanceFrom } from '../helpers/chance.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { emptyPlace } from '../media/places.ts'
import { type Difference, series } from './series.ts'
import { cachedServer, type Fault, plainServer, plant } from './servers.ts'

// A desk works, the clock goes on, rights end, and readers read: with cached answers nobody gets anything else than without, once a change was answered. Another
// process may be a second behind.

/** CACHE_STEPS=10000 makes a long series. */
const STEPS = Number(process.env.CACHE_STEPS ?? 150)
const STEPS_OF_THREE = Number(process.env.CACHE_STEPS_OF_THREE ?? 40)
const MOST_WITH_FAULT = 3000
const SEED = Number(process.env.CACHE_SEED ?? 1)

afterEach(() => {
  vi.restoreAllMocks()
})

async function oneProcess(fault: Fault | null, seed: number) {
  const chance = chanceFrom(seed)
  const database = await testDatabase({ seeded: true })
  const options = { variables: (await emptyPlace('folder')).variables }
  plant(fault)
  const { api, feed } = await cachedServer(database, fault, chance, options)
  const plain = await plainServer(database, options)
  return { ...series({ database, cached: [api], plain, hear: () => feed.read() }, chance), api }
}

/** @returns the first difference, or null after so many steps */
async function run(fault: Fault | null, steps: number, seed: number): Promise<Difference | null> {
  const chance = chanceFrom(seed + 1000)
  const desk = await oneProcess(fault, seed)
  let difference: Difference | null = null
  for (let step = 0; step < steps && !difference; step++) {
    await desk.renew(step % 5 === 0 ? 6 : 0)
    if (chance.chance(0.1)) await desk.letTimePass()
    else await desk.mutate()
    difference = await desk.firstDifference(desk.api, desk.someOf(12))
  }
  if (process.env.CACHE_STEPS)
    console.info(fault ?? 'no fault', JSON.stringify(desk.counted), difference ? 'found' : 'no difference')
  return difference
}

describe('In one process', () => {
  it(
    'nobody gets what was before a change that was answered',
    async () => {
      expect(await run(null, STEPS, SEED)).toBeNull()
    },
    60_000 + 2000 * STEPS,
  )

  // On the embedded database's one connection no read runs while something is committed, so that a fill after a purge is rare.
  const faults: readonly Fault[] = ['entity tag', 'null tag', 'lost event', '401 tags']
  it.each<Fault>(onPostgresql ? [...faults, 'fill after purge'] : faults)(
    'somebody would, if this was missing: %s',
    async (fault) => {
      expect(await run(fault, MOST_WITH_FAULT, SEED)).not.toBeNull()
    },
    600_000,
  )
})

describe('In three processes', () => {
  it(
    'nobody gets what was before a change a second after it was answered',
    async () => {
      const chance = chanceFrom(SEED)
      const database = await testDatabase({ seeded: true })
      const options = { variables: (await emptyPlace('folder')).variables }
      plant(null)
      const servers = [
        await cachedServer(database, null, chance, options),
        await cachedServer(database, null, chance, options),
        await cachedServer(database, null, chance, options),
      ]
      const plain = await plainServer(database, options)
      const hear = async () => {}
      const desk = series({ database, cached: servers.map(({ api }) => api), plain, hear }, chance)
      for (let step = 0; step < STEPS_OF_THREE; step += 10) {
        await desk.renew(6)
        for (let count = 0; count < 10; count++) await (chance.chance(0.1) ? desk.letTimePass() : desk.mutate())
        await sleep(1000)
        for (const { api } of servers) expect(await desk.firstDifference(api, desk.someOf(40))).toBeNull()
      }
    },
    60_000 + 2000 * STEPS_OF_THREE,
  )
})
