import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const LIMITS = { readersMs: 1500, deskMs: 4000 }

const VARIABLES = { READ_TIMEOUT_MS: String(LIMITS.readersMs), DESK_TIMEOUT_MS: String(LIMITS.deskMs) }

const SAVE = /* GraphQL */ `mutation ($id: ID!, $version: Int!) {
  updateArticle(input: { id: $id, version: $version, headline: "Another headline" }) { article { version } userErrors { code } }
}`

const ARTICLES = '{ articles(first: 3) { nodes { headline } } }'
const TOPICS = '{ topics(first: 3) { nodes { name } } }'

async function scene() {
  const options = await testConnection('seeded')
  if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
  const database = await connect({ ...options, limits: LIMITS })
  atEnd(() => database.close())
  const session = async () => {
    const client = new Client({ connectionString: options.url })
    await client.connect()
    atEnd(() => client.end())
    return client
  }
  const [other, watcher] = [await session(), await session()]
  return { url: options.url, database, other, watcher, api: await testApi(database, { variables: VARIABLES }) }
}

describe.runIf(onPostgresql)('a busy database (PostgreSQL only)', async () => {
  const { url, database, other, watcher, api } = onPostgresql ? await scene() : Object.create(null)
  const { app } = api ?? {}
  const editor = api?.as('EDITOR')
  const given = database && givenIn(database)

  const ask = (query: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })

  /** What sessions of ours run or wait for at this moment. */
  async function running(): Promise<number> {
    const { rows } = await watcher.query(`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'copydesk' AND state <> 'idle'`)
    return rows[0].n
  }

  beforeEach(() => other.query('BEGIN'))
  afterEach(() => other.query('ROLLBACK'))

  it('answers 503 for what waits for a locked row, within the limit for locks, and saves nothing', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    await editor.user()
    await other.query('SELECT FROM article FOR UPDATE')

    const errors = await editor.errors(SAVE, { id, version: 1 })

    expect(errors).toMatchObject([
      { extensions: { code: 'UNAVAILABLE' }, message: expect.stringContaining('nothing was saved') },
    ])
    await other.query('ROLLBACK')
    expect(await editor.mutate(SAVE, { id, version: 1 })).toMatchObject({ article: { version: 2 }, userErrors: [] })
  })

  it('serves readers and /readyz while saves hold all connections of the desk, and refuses further saves at once', async () => {
    const made = await Promise.all(Array.from({ length: 3 }, () => given.article({ status: 'DRAFT' })))
    const late = await given.article({ status: 'DRAFT' })
    await editor.user()
    await other.query('SELECT FROM article FOR UPDATE')

    const order: string[] = []
    const waiting = made.map(async ({ id }) => {
      await editor.errors(SAVE, { id, version: 1 })
      order.push('waited for the lock')
    })
    await expect.poll(running).toBe(3)
    const refused = editor.errors(SAVE, { id: late.id, version: 1 }).then((errors: unknown) => {
      order.push('refused')
      return errors
    })
    const [front, ready] = await Promise.all([ask(ARTICLES), app.inject('/readyz')])
    order.push('read')

    expect(front.json().data.articles.nodes).toHaveLength(3)
    expect(ready.statusCode).toBe(200)
    expect(await refused).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
    await Promise.all(waiting)
    expect(order).toEqual(['read', 'refused', ...waiting.map(() => 'waited for the lock')])
  })

  it('cancels reads whose time is over, refuses others meanwhile, and uses the same connections afterwards', async () => {
    const sessions = async () => {
      const { rows } = await watcher.query(`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'copydesk' ORDER BY pid`)
      return rows.map(({ pid }: { pid: number }) => pid)
    }
    await other.query('LOCK TABLE topic IN ACCESS EXCLUSIVE MODE')
    const order: string[] = []
    const slow = Array.from({ length: 4 }, async () => {
      const answer = await ask(TOPICS)
      order.push('slow')
      return answer
    })
    await expect.poll(running).toBe(4)
    const before = await sessions()

    const refused = await ask(ARTICLES)
    order.push('refused')
    const desk = await ask(ARTICLES, { authorization: 'Bearer dev-editor' })
    const answers = await Promise.all(slow)

    expect(order[0]).toBe('refused')
    expect(desk.json().errors).toBeUndefined()
    expect(refused.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'private, no-store' })
    for (const answer of [refused, ...answers]) {
      expect(answer.statusCode).toBe(503)
      expect(answer.json().errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
    }
    expect(answers[0]?.json().errors[0].message).toContain('Ask for less')
    await expect.poll(running).toBe(0)
    await other.query('ROLLBACK')
    const again = await Promise.all(slow.map(() => ask(TOPICS)))
    expect(again.map(({ statusCode }) => statusCode)).toEqual(slow.map(() => 200))
    expect(before).toEqual(expect.arrayContaining(await sessions()))
  })

  it('cancels what a client asked for that is gone', async () => {
    const address = await app.listen({ port: 0 })
    const client = new AbortController()
    await other.query('LOCK TABLE topic IN ACCESS EXCLUSIVE MODE')
    const asked = fetch(`${address}/graphql?query=${encodeURIComponent(TOPICS)}`, { signal: client.signal })
    await expect.poll(running).toBe(1)
    const since = performance.now()

    client.abort()
    await expect(asked).rejects.toThrow('aborted')

    await expect.poll(running, { interval: 10 }).toBe(0)
    expect(performance.now() - since).toBeLessThan(LIMITS.readersMs)
  })

  it('says that nothing can be saved while it is read-only, and serves readers', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const readOnly = new URL(url)
    readOnly.searchParams.set('options', '-c default_transaction_read_only=on')
    const replica = await connect({ url: readOnly.href, limits: LIMITS })
    atEnd(() => replica.close())
    const { app: standby } = await testApi(replica, { variables: VARIABLES })

    const front = await standby.inject({ method: 'POST', url: '/graphql', payload: { query: ARTICLES } })
    const save = await standby.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer dev-editor' },
      payload: { query: SAVE, variables: { id, version: 1 } },
    })

    expect(front.statusCode).toBe(200)
    expect((await standby.inject('/readyz')).json()).toMatchObject({ status: 'ready', database: 'read-only' })
    expect((await app.inject('/readyz')).json()).toMatchObject({ status: 'ready', database: 'ready' })
    expect(save.statusCode).toBe(503)
    expect(save.json().errors).toMatchObject([
      { extensions: { code: 'UNAVAILABLE' }, message: expect.stringContaining('read-only') },
    ])
  })
})
