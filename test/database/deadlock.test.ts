import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'

const TOPIC = '{ topic(slug: "egypt") { name articles(first: 3) { nodes { headline } } } }'

const LOCK_ARTICLES = 'LOCK TABLE article IN ACCESS EXCLUSIVE MODE'
const LOCK_TOPICS = 'LOCK TABLE topic IN ACCESS EXCLUSIVE MODE'

async function scene() {
  const options = await testConnection('seeded')
  if (!('url' in options)) throw new Error('this test is for PostgreSQL')
  const { url } = options
  const database = await connect(options)
  atEnd(() => database.close())
  const api = await testApi(database)

  /** Another session, in a transaction */
  async function session() {
    const client = new Client({ connectionString: url })
    await client.connect()
    atEnd(() => client.end())
    await client.query('BEGIN')
    return client
  }

  const observer = await session()
  async function deadlocks() {
    await observer.query('ROLLBACK')
    const { rows } = await observer.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()')
    return Number(rows[0]?.deadlocks)
  }

  return { api, session, deadlocks }
}

describe.runIf(onPostgresql)('A reader whose page is in a deadlock with another session (PostgreSQL only)', () => {
  it('gets it all the same', async () => {
    const { api, session, deadlocks } = await scene()
    const expected = await api.query(TOPIC)
    const other = await session()
    const before = await deadlocks()

    await other.query(LOCK_ARTICLES)
    const page = api.ask(TOPIC)
    // The page has its lock on topics by now, and waits for articles.
    await wait(300)
    await other.query(LOCK_TOPICS)
    await other.query('ROLLBACK')

    expect(await page).toEqual({ data: expected })
    await expect.poll(deadlocks).toBeGreaterThan(before)
  })

  it('gets UNAVAILABLE if there is a deadlock at the second attempt too', async () => {
    const { api, session, deadlocks } = await scene()
    const expected = await api.query(TOPIC)
    const [other, another] = [await session(), await session()]
    const before = await deadlocks()

    await other.query(LOCK_ARTICLES)
    const page = api.ask(TOPIC)
    await wait(300)
    const next = another.query(LOCK_ARTICLES)
    await other.query(LOCK_TOPICS)
    // The second attempt waits for topics by now.
    await wait(300)
    await other.query('ROLLBACK')
    await next
    await wait(300)
    await another.query(LOCK_TOPICS)
    await another.query('ROLLBACK')

    expect(await page).toMatchObject({
      data: { topic: null },
      errors: [
        { message: expect.stringContaining('Send the same request again'), extensions: { code: 'UNAVAILABLE' } },
      ],
    })
    await expect.poll(deadlocks).toBeGreaterThanOrEqual(before + 2)
    expect(await api.query(TOPIC)).toEqual(expected)
  })
})
