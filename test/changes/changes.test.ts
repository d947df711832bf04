import { describe, expect, it, vi } from 'vitest'
import { clearUp } from '../../src/clock/housekeeping.write.ts'
import { loadEvents } from '../../src/outbox/events.load.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import type { Given } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'
import { CHANGES, changesDesk, named, type ShownEvent } from './changes-desk.ts'

// In which order events are given, and that asking again and again misses none.

const database = await testDatabase()
const { prisma } = database
const { api, changes, changesOfDesk, now, editor, given, done } = await changesDesk(database)

const publish = (article: Given) => acted(editor, 'publishArticle', article)
const draft = () => given.article({ status: 'DRAFT' })
const about = (events: readonly ShownEvent[], { id }: { id: string }) =>
  events.filter(({ subjectId }) => subjectId === id).map(({ type }) => type)

/** Events of a topic as a writer of SQL makes them, which have no place yet. */
const written = (topic: { id: string }, count: number) =>
  prisma.$executeRaw`INSERT INTO outbox_event (type, payload)
    SELECT 'topic.updated', jsonb_build_object('id', ${topic.id}::text, 'slug', n::text) FROM generate_series(1, ${count}::int) n`

const heard = () => loadEvents(database, { after: 0, most: 1 }, SITE)

/** What a client gets that asks again until there is nothing more. */
async function all(after: string | null, first = 100): Promise<{ events: ShownEvent[]; after: string | null }> {
  const events: ShownEvent[] = []
  for (let at = after; ; ) {
    const { nodes, pageInfo } = await changes({ first, after: at })
    events.push(...nodes)
    at = pageInfo.endCursor
    if (!pageInfo.hasNextPage) return { events, after: at }
  }
}

const refused = async (asked: Parameters<typeof changes>[0]) => {
  const { errors = [], data } = await api.ask(CHANGES, { ...asked })
  expect(data).toBeNull()
  return errors.map(({ extensions, path, message }) => ({ code: extensions?.code, path, message }))
}

describe('Without any event', () => {
  it('a page has no items and a cursor from which to go on', async () => {
    for (const asked of [{ first: 1 }, { last: 1 }]) {
      const { nodes, pageInfo } = await changes(asked)
      expect(nodes).toEqual([])
      expect(pageInfo).toEqual({ hasNextPage: false, endCursor: expect.any(String) })
      expect(await changes({ first: 5, after: pageInfo.endCursor })).toEqual({ nodes, pageInfo })
    }
    expect(
      (await changes({ first: 1, before: (await changes({ first: 1 })).pageInfo.endCursor ?? '' })).pageInfo.endCursor,
    ).toBeNull()
  })
})

describe('An event', () => {
  it('is there when the mutation was answered, once, with the article as readers get it', async () => {
    const after = await now()
    const article = await given.article({ status: 'DRAFT', slug: 'a-bridge' })

    await publish(article)

    const { nodes, pageInfo } = await changes({ first: 10, after })
    expect(nodes).toEqual([
      {
        cursor: pageInfo.endCursor,
        at: expect.any(String),
        type: 'ARTICLE_PUBLISHED',
        subject: { __typename: 'Article', slug: 'a-bridge' },
        subjectId: article.id,
        paths: ['/article/a-bridge'],
        tags: expect.arrayContaining(['aall']),
        payload: {
          id: article.id,
          slug: 'a-bridge',
          locale: 'en',
          publishedAt: nodes[0]?.at,
          firstPublishedAt: nodes[0]?.at,
        },
      },
    ])
    expect(await changes({ first: 10, after: pageInfo.endCursor })).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: pageInfo.endCursor },
    })
  })

  it('is not cached: the same request gets what has come since, by GET too', async () => {
    const query = '{ changes(last: 1) { nodes { cursor payload } } }'
    const get = () => api.app.inject({ url: `/graphql?${new URLSearchParams({ query })}` })
    await publish(await draft())
    const [first, again] = [await get(), await get()]
    expect(again.body).toBe(first.body)
    expect(first.headers['cache-control']).toBe('private, no-store')

    const article = await draft()
    await publish(article)

    const { data } = (await get()).json()
    expect(data.changes.nodes[0].payload.slug).toBe(article.slug)
  })

  it('is given from both ends of the list, with all that a connection has', async () => {
    const after = await now()
    const articles = [await draft(), await draft(), await draft()]
    for (const article of articles) await publish(article)
    const document = `query ($after: String) {
      first: changes(first: 2, after: $after) { totalCount edges { cursor node { subjectId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
      last: changes(last: 2, after: $after) { nodes { cursor subjectId } pageInfo { hasNextPage hasPreviousPage } }
    }`

    const { first, last } = await api.query<{
      first: { totalCount: number; edges: { cursor: string; node: { subjectId: string } }[]; pageInfo: object }
      last: { nodes: { subjectId: string }[]; pageInfo: object }
    }>(document, { after })

    const ids = articles.map(({ id }) => id)
    expect(first.edges.map(({ node }) => node.subjectId)).toEqual(ids.slice(0, 2))
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: true,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[1]?.cursor,
    })
    expect(first.totalCount).toBe((await all(null)).events.length)
    expect(last.nodes.map(({ subjectId }) => subjectId)).toEqual(ids.slice(1))
    expect(last.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true })
  })
})

describe('A client that asks again and again', () => {
  it('gets each of thousands of events once and in order, while they are written', async () => {
    const topic = await given.topic()
    let { pageInfo } = await changes({ last: 1 })
    const got: ShownEvent[] = []
    const writing = (async () => {
      for (let turn = 0; turn < 30; turn++) {
        await written(topic, 100)
        await heard()
      }
    })()
    let isWritten = false
    void writing.then(() => {
      isWritten = true
    })
    for (let isLast = false; !isLast; ) {
      isLast = isWritten
      const page = await all(pageInfo.endCursor, 70)
      got.push(...page.events)
      pageInfo = { ...pageInfo, endCursor: page.after }
    }
    await writing

    expect(about(got, topic)).toHaveLength(3000)
    expect(new Set(got.map(({ cursor }) => cursor)).size).toBe(got.length)
    const numbers = got.filter(({ subjectId }) => subjectId === topic.id).map(({ payload }) => Number(payload.slug))
    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, index) => (index % 100) + 1))
  })

  it('misses nothing of two that are published at once', async () => {
    const after = await now()
    const articles = await Promise.all(Array.from({ length: 8 }, draft))

    await Promise.all(articles.map(publish))

    const { events } = await all(after, 3)
    for (const article of articles) expect(about(events, article)).toEqual(['ARTICLE_PUBLISHED'])
  })

  it.runIf(onPostgresql)('misses no publication that commits late', async () => {
    const [slow, fast] = [await draft(), await draft()]
    await database.script(`CREATE FUNCTION slow_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.article_id = '${slow.uuid}' THEN PERFORM pg_sleep(1.5); END IF; RETURN NEW; END $$;
      CREATE TRIGGER slow_change BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION slow_change()`)
    const after = await now()

    const late = publish(slow)
    await vi.waitFor(async () => {
      const [waiting] = await database.query<{ n: number }>({
        text: `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
        parameters: [],
      })
      expect(waiting?.n).toBe(1)
    }, 30_000)
    await publish(fast)
    const first = await all(after)
    await late
    const second = await all(first.after)

    expect(about(first.events, fast)).toEqual(['ARTICLE_PUBLISHED'])
    expect(about(first.events, slow)).toEqual([])
    expect(about(second.events, slow)).toEqual(['ARTICLE_PUBLISHED'])
    const rows = await prisma.outboxEvent.findMany({
      where: { articleId: { in: [slow.uuid, fast.uuid] } },
      orderBy: { id: 'asc' },
    })
    // The event of the late one is the older one: "all after the last id" would have missed it.
    expect(rows.map(({ articleId }) => articleId)).toEqual([slow.uuid, fast.uuid])
  })

  it('begins with what happens from now on if it asks for the last event', async () => {
    await publish(await draft())
    const { pageInfo } = await changes({ last: 1 })
    expect(await all(pageInfo.endCursor)).toEqual({ events: [], after: pageInfo.endCursor })

    const article = await draft()
    await publish(article)

    expect(about(named((await all(pageInfo.endCursor)).events), article)).toEqual(['ARTICLE_PUBLISHED'])
  })
})

describe('A cursor', () => {
  it.each([
    ['is no cursor', 'x'],
    ['is empty', ''],
    ['is of another list', Buffer.from('["Query.articles publishedAt DESC",1]').toString('base64url')],
    ['has no position', Buffer.from('["Query.changes position ASC"]').toString('base64url')],
    ['has a text for a position', Buffer.from('["Query.changes position ASC","1"]').toString('base64url')],
    ['has half a position', Buffer.from('["Query.changes position ASC",1.5]').toString('base64url')],
    ['has a position that no number can be', Buffer.from('["Query.changes position ASC",1e300]').toString('base64url')],
  ])('that %s is refused', async (_what, after) => {
    expect(await refused({ first: 1, after })).toEqual([
      {
        code: 'BAD_USER_INPUT',
        path: ['changes'],
        message: expect.stringMatching(/^`after` is (not a cursor|a cursor of another list)/),
      },
    ])
  })

  it.each([{ first: 0 }, { first: 101 }, { last: 0 }, { last: 101 }, { first: 1, last: 1 }])(
    'cannot help a page of %j',
    async (asked) => {
      expect(await refused(asked)).toMatchObject([{ code: 'BAD_USER_INPUT' }])
    },
  )

  it('is expired if events after it were deleted, which is after 30 days', async () => {
    const topic = await given.topic()
    const author = await given.author()
    await heard()
    const { pageInfo } = await changes({ last: 1 })
    const old = pageInfo.endCursor
    await written(topic, 3)
    await heard()
    const { nodes } = await changes({ first: 3, after: old })
    await prisma.$executeRaw`UPDATE outbox_event SET at = now() - interval '30 days 1 minute' WHERE payload ->> 'id' = ${topic.id}`
    expect(about((await all(old)).events, topic)).toHaveLength(3)
    // Younger by a minute, and so still there.
    await done('updateAuthor', { id: author.id, version: 1, name: 'Another name' })
    await prisma.$executeRaw`UPDATE outbox_event SET at = now() - interval '29 days 23 hours' WHERE payload ->> 'id' = ${author.id}`

    await clearUp(database, clockSettings.retention)

    const expired = [{ code: 'CURSOR_EXPIRED', path: ['changes'], message: expect.stringContaining('deleted') }]
    expect(await refused({ first: 1, after: old })).toEqual(expired)
    expect(await refused({ first: 1, after: nodes[1]?.cursor ?? '' })).toEqual(expired)
    // Nothing after the last one was deleted, although it was itself.
    expect(about((await all(nodes[2]?.cursor ?? '')).events, author)).toEqual(['AUTHOR_UPDATED'])
    // Without a cursor, what is stored.
    const kept = (await all(null)).events
    expect([about(kept, topic), about(kept, author)]).toEqual([[], ['AUTHOR_UPDATED']])
    // The desk too.
    const { errors = [] } = await editor.ask(CHANGES, { first: 1, after: old })
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['CURSOR_EXPIRED'])
  })

  it('is not expired on a quiet site, nor for readers if only events of the desk were deleted', async () => {
    await publish(await draft())
    const { pageInfo } = await changes({ last: 1 })
    const after = pageInfo.endCursor
    const ofDesk = await now()
    const image = await given.image()
    await prisma.$executeRaw`INSERT INTO outbox_event (type, payload) VALUES ('image.created', jsonb_build_object('id', ${image.id}::text))`
    await heard()

    await prisma.$executeRaw`UPDATE outbox_event SET at = now() - interval '60 days'`
    await clearUp(database, clockSettings.retention)

    expect(await changes({ first: 1, after })).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: after },
    })
    const { errors = [] } = await editor.ask(CHANGES, { first: 1, after: ofDesk })
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['CURSOR_EXPIRED'])
    // Nothing is stored: a new client begins behind what was.
    const begun = await changesOfDesk({ first: 1 })
    expect(begun.nodes).toEqual([])
    const article = await draft()
    await publish(article)
    expect(about((await changesOfDesk({ first: 9, after: begun.pageInfo.endCursor })).nodes, article)).toEqual([
      'ARTICLE_PUBLISHED',
    ])
  })

  it('of a database that has gone on, is expired for one that has not', async () => {
    const newer = Buffer.from('["Query.changes position ASC",999999999]').toString('base64url')

    expect(await refused({ first: 1, after: newer })).toMatchObject([
      { code: 'CURSOR_EXPIRED', message: expect.stringContaining('newer than all events') },
    ])
  })

  it('is expired too if events are deleted by SQL', async () => {
    const { pageInfo } = await changes({ last: 1 })
    await publish(await draft())
    await database.script('TRUNCATE outbox_event')

    expect(await refused({ first: 1, after: pageInfo.endCursor })).toMatchObject([{ code: 'CURSOR_EXPIRED' }])
    expect((await changes({ first: 1 })).nodes).toEqual([])
  })
})
