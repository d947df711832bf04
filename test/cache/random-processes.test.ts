import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { atEnd } from '../helpers/at-end.ts'
import { chanceFrom } from '../helpers/chance.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'
import { emptyPlace } from '../media/places.ts'
import { farAway, remoteApi } from './remote-server.ts'
import { series } from './series.ts'
import { LIMITS } from './servers.ts'

// What random-cache.test.ts does in one process, with `node src/main.ts` three times, whose database answers late.

/** CACHE_STEPS_OF_THREE=2000 makes a long series. */
const STEPS = Number(process.env.CACHE_STEPS_OF_THREE ?? 100)
const SEED = Number(process.env.CACHE_SEED ?? 1)
/** So many changes, then everybody must know of them. */
const BETWEEN = 20

describe.runIf(onPostgresql)('Three processes with cached answers (PostgreSQL only)', () => {
  it(
    'give nobody what was before a change a second after it was answered',
    async () => {
      const chance = chanceFrom(SEED)
      const connection = await testConnection('seeded')
      if (!('url' in connection)) throw new Error('on PostgreSQL alone')
      const database = await connect(connection)
      atEnd(() => database.close())
      const variables = {
        ...{ ...LIMITS, ...(await emptyPlace('folder')).variables },
        // This process is the clock.
        ...{ CLOCK: 'false', RATE_LIMITS: 'false', DATABASE_URL: connection.url },
      }
      const far = { ...variables, DATABASE_URL: await farAway(connection.url, chance) }
      const cached = await Promise.all([1, 2, 3].map(() => remoteApi(database, far)))
      const plain = await remoteApi(database, { ...variables, RESPONSE_CACHE_BYTES: '0' })
      const desk = series({ database, cached, plain, hear: async () => {} }, chance)

      for (let step = 0; step < STEPS; step += BETWEEN) {
        await desk.renew(6)
        for (let count = 0; count < BETWEEN; count++) await (chance.chance(0.1) ? desk.letTimePass() : desk.mutate())
        await sleep(1000)
        for (const api of cached) expect(await desk.firstDifference(api, desk.someOf(30))).toBeNull()
      }
      if (process.env.CACHE_STEPS_OF_THREE) console.info(JSON.stringify(desk.counted))
      expect(desk.counted.accepted).toBeGreaterThan(STEPS / 4)
    },
    120_000 + 2000 * STEPS,
  )
})
