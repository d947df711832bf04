import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'

// A client that gets no connection soon is refused, and can send its request again. A server that starts has to wait: refused, it would end.

/** One connection each for readers, desk and clock, and one for control. */
const LIMITS = { limits: { readersMs: 5000, deskMs: 5000 }, poolSize: 4 }

describe.runIf(onPostgresql)('A server that starts (PostgreSQL only)', () => {
  it('waits for a connection until it takes requests, and then refuses', async () => {
    const options = await testConnection('migrated')
    if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
    const database = await connect({ ...options, ...LIMITS, isStarting: true })
    atEnd(() => database.close())
    const both = async () => {
      const holds = database.query({ text: 'SELECT pg_sleep(1.5)', parameters: [] })
      const waits = await database.query({ text: 'SELECT 1 AS one', parameters: [] }).catch((error: unknown) => error)
      await holds
      return waits
    }

    expect(await both()).toEqual([{ one: 1 }])
    database.requestsBegin()
    expect(await both()).toBeInstanceOf(Unavailable)
  })
})
