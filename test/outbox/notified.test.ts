import { expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { type Channel, listenOn } from '../../src/database/pool/listening.ts'
import { NO_NEEDS, sessionOf } from '../../src/database/pool/session-config.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'

// Only a server notifies other processes.

const options = await testConnection('migrated')
const database = await connect(options)
atEnd(() => database.close())
const editor = (await testApi(database)).as('EDITOR')
const given = givenIn(database)

const AN_HOUR = 3_600_000

const waiting = { timeout: 30_000 }

/** A feed as of another process, which does not read by itself. */
async function notified() {
  const other = await connect(options)
  const feed = eventFeed(other, SITE, { pauseMs: AN_HOUR })
  const heard: unknown[] = []
  feed.listen((events) => heard.push(...events.map(({ payload }) => payload.id)))
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  await feed.start(log)
  atEnd(async () => {
    await feed.close()
    await other.close()
  })
  return { heard, log }
}

async function publish(): Promise<string> {
  const article = await given.article({ status: 'DRAFT' })
  await acted(editor, 'publishArticle', article)
  return article.id
}

async function listeners(): Promise<number[]> {
  const rows = await database.query<{ pid: number }>({
    text: `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
    parameters: [],
  })
  return rows.map(({ pid }) => pid)
}

it.runIf(onPostgresql)('A feed hears at once what other processes commit', async () => {
  const { heard } = await notified()
  await vi.waitFor(async () => expect(await listeners()).toHaveLength(1), waiting)

  const id = await publish()

  await vi.waitFor(() => expect(heard).toContain(id), waiting)
})

it.runIf(onPostgresql)('It hears again after its connection was lost, also what it missed', async () => {
  const { heard } = await notified()
  await vi.waitFor(async () => expect(await listeners()).not.toEqual([]), waiting)
  await vi.waitFor(async () => expect(heard).toContain(await publish()), waiting)

  for (const pid of await listeners())
    await database.query({ text: 'SELECT pg_terminate_backend($1::int)', parameters: [pid] })
  const missed = await publish()

  await vi.waitFor(() => expect(heard).toContain(missed), waiting)
  await vi.waitFor(async () => expect(heard).toContain(await publish()), waiting)
})

it.runIf(onPostgresql)('It says once that notifications do not arrive, and closes the connection', async () => {
  if (!('url' in options)) return
  const channel = {
    channel: 'copydesk_unheard',
    heard: vi.fn(),
    deaf: vi.fn(),
    config: sessionOf(options.url, NO_NEEDS, { statementMs: 0 }).config,
    notify: async () => {},
    patienceMs: 50,
  } satisfies Channel
  const listening = listenOn(channel)
  atEnd(() => listening.close())

  await vi.waitFor(() => expect(channel.deaf).toHaveBeenCalledOnce(), waiting)

  expect(channel.heard).not.toHaveBeenCalled()
  await vi.waitFor(async () => {
    const rows = await database.query({
      text: `SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN copydesk_unheard'`,
      parameters: [],
    })
    expect(rows).toEqual([])
  }, waiting)
})
