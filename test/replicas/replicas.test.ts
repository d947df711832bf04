import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { migrate } from '../../src/database/migrate.ts'
import { openReplicas } from '../../src/database/replicas/replicas.ts'
import { atEnd } from '../helpers/at-end.ts'
import type { Answer } from '../helpers/client.ts'
import { hasServerPrograms, startPrimary, startStandby } from '../helpers/cluster.ts'
import { onPostgresql, temporaryFolder } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { hasPgbouncer, startPgbouncer } from '../helpers/pgbouncer.ts'
import { httpClient, startServer } from '../helpers/server-process.ts'
import { staffOf } from '../helpers/staff.ts'

// Servers of PostgreSQL are made and started.
const RENAME = /* GraphQL */ `mutation ($id: ID!, $version: Int!, $name: String!) {
  updateTopic(input: { id: $id, version: $version, name: $name }) { topic { name version } userErrors { message } }
}`

const TOPIC = 'query ($slug: String!) { topic(slug: $slug) { name } }'

const LINK = /* GraphQL */ `mutation ($articleId: ID!) {
  createPreviewLink(input: { articleId: $articleId }) { previewLink { token } userErrors { message } }
}`

const PREVIEW =
  'query ($slug: String!, $token: String!) { article(slug: $slug, stage: DRAFT, previewToken: $token) { headline } }'

interface Renamed {
  topic: { name: string; version: number } | null
}

/** A primary with a newsroom, and what tests do with it. */
async function newsroom() {
  const primary = await startPrimary()
  const database = await connect({ url: primary.url })
  atEnd(() => database.close())
  await migrate(database)
  const given = givenIn(database)
  const editor = await staffOf(database)('EDITOR')
  const mediaDir = await temporaryFolder()

  /** A server that reads from these, each time unless it caches. */
  async function serve(replicas: readonly string[], { url = primary.url, isCaching = false } = {}) {
    const server = await startServer({
      RESPONSE_CACHE_BYTES: isCaching ? '1000000' : '0',
      DATABASE_URL: url,
      DATABASE_REPLICA_URLS: replicas.join(','),
      MEDIA_DIR: mediaDir,
      RATE_LIMITS: 'false',
    })
    const ask = async (query: string, variables: Record<string, unknown>, headers: Record<string, string> = {}) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      const answer: Answer<Record<string, { name?: string } | null>> = JSON.parse(await response.text())
      if (answer.errors) throw new Error(JSON.stringify(answer.errors))
      return answer
    }
    const nameOf = async ({ slug }: Given, headers?: Record<string, string>) => {
      const { data } = await ask(TOPIC, { slug }, headers)
      return data?.topic?.name
    }
    const states = async () => {
      const { replicas }: { replicas?: string[] } = JSON.parse(await (await fetch(`${server.url}/readyz`)).text())
      return replicas
    }
    const desk = httpClient(server.url, editor.token)
    const rename = async (topic: Given & { version: number }, name: string) => {
      const { topic: renamed } = await desk.mutate<Renamed>(RENAME, { id: topic.id, version: topic.version, name })
      topic.version = renamed?.version ?? Number.NaN
      expect(renamed?.name).toBe(name)
    }
    return { ...server, ask, nameOf, states, rename, desk }
  }

  const topic = async () => ({ ...(await given.topic({ name: 'At first' })), version: 1 })
  return { primary, database, given, editor, serve, topic }
}

/** When the server last worked on a reader's question, by its own clock. */
async function lastRead(watcher: Client): Promise<number> {
  const { rows } = await watcher.query(`SELECT coalesce(extract(epoch FROM max(query_start)), 0)::float AS at
    FROM pg_stat_activity WHERE application_name = 'copydesk' AND query LIKE '%topic%'`)
  return rows[0].at
}

/** Whether this standby was asked what `ask` asks. */
async function answers(watcher: Client, ask: () => Promise<unknown>): Promise<boolean> {
  const before = await lastRead(watcher)
  await ask()
  return (await lastRead(watcher)) > before
}

const paused = (watcher: Client) => watcher.query('SELECT pg_wal_replay_pause()')
const resumed = (watcher: Client) => watcher.query('SELECT pg_wal_replay_resume()')

describe.runIf(onPostgresql && hasServerPrograms)('Replicas (PostgreSQL only)', async () => {
  const scene = onPostgresql && hasServerPrograms ? await newsroom() : Object.create(null)
  const { primary, given, editor, serve, topic }: Awaited<ReturnType<typeof newsroom>> = scene

  it('answer readers; the primary answers those with a token, previews and what was just changed', async () => {
    const standby = await startStandby(primary)
    const watcher = await standby.session()
    const server = await serve([standby.url])
    await expect.poll(server.states).toEqual(['used'])
    const story = await topic()
    await server.rename(story, 'Water')

    await expect.poll(() => answers(watcher, () => server.nameOf(story))).toBe(true)
    expect(await answers(watcher, () => server.nameOf(story, { authorization: `Bearer ${editor.token}` }))).toBe(false)

    await paused(watcher)
    await server.rename(story, 'Rivers')
    expect(await server.nameOf(story)).toBe('Rivers')
    const article = await given.article({ status: 'DRAFT', headline: 'Not yet' })
    const { previewLink } = await server.desk.mutate<{ previewLink: { token: string } }>(LINK, {
      articleId: article.id,
    })
    const preview = await server.ask(PREVIEW, { slug: article.slug, token: previewLink.token })
    expect(preview.data).toEqual({ article: { headline: 'Not yet' } })

    await resumed(watcher)
    await expect.poll(() => answers(watcher, () => server.nameOf(story))).toBe(true)
    expect(await server.nameOf(story)).toBe('Rivers')
  })

  it('give nobody in this process what was before a change that has been answered, however late they replay', async () => {
    const late = await startStandby(primary, ['recovery_min_apply_delay=20ms'])
    const later = await startStandby(primary, ['recovery_min_apply_delay=200ms'])
    const server = await serve([late.url, later.url])
    await expect.poll(server.states).toEqual(['used', 'used'])
    const story = await topic()
    const watchers = [await late.session(), await later.session()]
    const before = await Promise.all(watchers.map(lastRead))

    for (let round = 0; round < 60; round++) {
      await server.rename(story, `Name ${round}`)
      const names = await Promise.all([server.nameOf(story), server.nameOf(story), server.nameOf(story)])
      expect(names).toEqual(Array(3).fill(`Name ${round}`))
      if (round % 10 === 0) await delay(400)
      // Both have it by now, and take turns.
      expect(await Promise.all([server.nameOf(story), server.nameOf(story)])).toEqual(Array(2).fill(`Name ${round}`))
    }

    const after = await Promise.all(watchers.map(lastRead))
    expect(after.map((at, index) => at > (before[index] ?? 0))).toEqual([true, true])
  })

  it('and a cache in front of them neither', async () => {
    const late = await startStandby(primary, ['recovery_min_apply_delay=20ms'])
    const later = await startStandby(primary, ['recovery_min_apply_delay=200ms'])
    const server = await serve([late.url, later.url], { isCaching: true })
    await expect.poll(server.states).toEqual(['used', 'used'])
    const story = await topic()
    const nameOf = () => server.nameOf(story)

    for (let round = 0; round < 60; round++) {
      const reads = [nameOf(), delay(round % 7).then(nameOf)]
      await server.rename(story, `Cached name ${round}`)
      expect(await nameOf()).toBe(`Cached name ${round}`)
      await Promise.all(reads)
      if (round % 10 === 0) await delay(400)
      expect(await nameOf()).toBe(`Cached name ${round}`)
    }
  })

  it('are left out by another process too once it has heard of a change', async () => {
    const standby = await startStandby(primary)
    const watcher = await standby.session()
    const [writer, other] = await Promise.all([serve([standby.url]), serve([standby.url])])
    await expect.poll(other.states).toEqual(['used'])
    const story = await topic()
    await writer.rename(story, 'Before')
    await expect.poll(() => other.nameOf(story)).toBe('Before')
    await paused(watcher)

    await writer.rename(story, 'After')
    await delay(1100)

    for (let read = 0; read < 20; read++) expect(await other.nameOf(story)).toBe('After')
    await resumed(watcher)
  })

  it('may be killed, restarted and too late: no read fails, and the log and /readyz say what they do', async () => {
    const [one, two] = [await startStandby(primary), await startStandby(primary)]
    const watcher = await two.session()
    const server = await serve([one.url, two.url])
    await expect.poll(server.states).toEqual(['used', 'used'])
    const story = await topic()
    let isOver = false
    const names: unknown[] = []
    const readers = Array.from({ length: 8 }, async () => {
      while (!isOver) names.push(await server.nameOf(story))
    })

    await server.rename(story, 'Alive')
    one.kill()
    await expect.poll(server.states).toEqual(['unavailable', 'used'])
    await paused(watcher)
    await server.rename(story, 'Alive again')
    await expect.poll(server.states).toEqual(['unavailable', 'behind'])
    await expect.poll(server.output).toContain('more than 5 s behind')
    one.start()
    await resumed(watcher)
    await expect.poll(server.states).toEqual(['used', 'used'])
    isOver = true
    await Promise.all(readers)

    expect(new Set(names)).toEqual(new Set(['At first', 'Alive', 'Alive again']))
    expect(names.length).toBeGreaterThan(100)
    for (const said of ['is not used: ', 'answers readers']) expect(server.output()).toContain(said)
    expect(server.output()).not.toContain('"level":50')
  })

  it('are not asked again for a read that they had to cancel: the primary answers it', async () => {
    const standby = await startStandby(primary, ['max_standby_streaming_delay=50ms'])
    const database = await connect({ url: primary.url })
    atEnd(() => database.close())
    await database.script('CREATE TABLE conflicting AS SELECT 1 AS n')
    const replicas = openReplicas(database, {
      urls: [standby.url],
      poolSize: 10,
      limits: null,
      prepared: 'auto',
      isCurrent: () => true,
    })
    atEnd(() => replicas.close())
    await replicas.start({ info: () => {}, warn: () => {} })
    const watcher = await standby.session()
    const read = () => {
      return replicas.query({
        text: `SELECT pg_is_in_recovery() AS "onReplica", pg_sleep(0.5)::text, n FROM conflicting WHERE $1`,
        parameters: [true],
      })
    }
    await expect.poll(read).toMatchObject([{ onReplica: true }])
    const before = await conflicts(watcher)

    const reading = read()
    await delay(150)
    await database.script('TRUNCATE conflicting; INSERT INTO conflicting VALUES (2)')

    expect(await reading).toMatchObject([{ onReplica: false, n: 2 }])
    await expect.poll(() => conflicts(watcher)).toBeGreaterThan(before)
    expect(replicas.states()).toEqual(['used'])
  })

  it('are refused as DATABASE_URL, and a server that is no standby of the primary is not used', async () => {
    const standby = await startStandby(primary)
    const stranger = await startPrimary()

    await expect(connect({ url: standby.url })).rejects.toThrow(
      'it is a standby, which can only be read. Set DATABASE_URL to the primary, and list standbys in DATABASE_REPLICA_URLS.',
    )

    const server = await serve([primary.url, stranger.url, standby.url])
    await expect.poll(server.states).toEqual(['unavailable', 'unavailable', 'used'])
    expect(server.output()).toContain('it is not a standby')
    expect(server.output()).toContain('another PostgreSQL than that of DATABASE_URL')
  })

  it.runIf(hasPgbouncer)('are reached through PgBouncer', async () => {
    const standby = await startStandby(primary)
    const watcher = await standby.session()
    const [front, back] = await Promise.all([startPgbouncer(primary.url), startPgbouncer(standby.url)])
    atEnd(() => Promise.all([front.close(), back.close()]))
    const server = await serve([back.url], { url: front.url })
    await expect.poll(server.states).toEqual(['used'])
    const story = await topic()

    for (let round = 0; round < 20; round++) {
      await server.rename(story, `Name ${round}`)
      expect(await Promise.all([server.nameOf(story), server.nameOf(story)])).toEqual(Array(2).fill(`Name ${round}`))
    }

    await expect.poll(() => answers(watcher, () => server.nameOf(story))).toBe(true)
    await paused(watcher)
    await server.rename(story, 'Paused')
    expect(await server.nameOf(story)).toBe('Paused')
    await resumed(watcher)
    expect(server.output()).not.toContain('"level":50')
  })
})

async function conflicts(watcher: Client): Promise<number> {
  const { rows } = await watcher.query(
    'SELECT sum(confl_lock + confl_snapshot)::int AS n FROM pg_stat_database_conflicts',
  )
  return rows[0].n
}
