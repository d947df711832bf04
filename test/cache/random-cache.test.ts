import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chanceFrom } from '../helpers/chance.ts'
import { testDatabase } from '../helpers/database.ts'
import { emptyPlace } from '../media/places.ts'
import { firstDifference, SEED } from './one-process.ts'
import { series } from './series.ts'
import { cachedServer, plainServer, plant } from './servers.ts'

// A desk works, the clock goes on, rights end, and readers read: with cached answers nobody gets anything else than without, once a change was answered. Another
// process may be a second behind.

/** CACHE_STEPS=10000 makes a long series. */
const STEPS = Number(process.env.CACHE_STEPS ?? 80)
const STEPS_OF_THREE = Number(process.env.CACHE_STEPS_OF_THREE ?? 40)

afterEach(() => {
  vi.restoreAllMocks()
})

describe('In one process', () => {
  it(
    'nobody gets what was before a change that was answered',
    async () => {
      expect(await firstDifference(null, STEPS, SEED)).toBeNull()
    },
    60_000 + 2000 * STEPS,
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
        await cachedServer(database, { ...options, chance }),
        await cachedServer(database, { ...options, chance }),
        await cachedServer(database, { ...options, chance }),
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
