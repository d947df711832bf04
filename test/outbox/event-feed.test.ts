import { expect, it, vi } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { loadEvents, type PlacedEvent } from '../../src/outbox/events.load.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { entityTag, slugTag } from '../helpers/tags.ts'
import { acted } from '../workflow/acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A feed of its own, and the events that it has received of each subject. */
async function listening(pauseMs = 500) {
  const feed = eventFeed(database, SITE, { pauseMs })
  const received: PlacedEvent[] = []
  feed.listen((events) => received.push(...events))
  await feed.start(silent)
  atEnd(() => feed.close())
  const of = ({ id }: { id: string }) => received.filter(({ payload }) => payload.id === id).map(({ type }) => type)
  return { ...feed, received, of }
}

const publish = (article: Given) => acted(editor, 'publishArticle', article)

it('A feed passes every event to each listener once, in the order of the changes', async () => {
  const [one, other] = [await given.article({ status: 'DRAFT' }), await given.article({ status: 'DRAFT' })]
  const [first, second] = [await listening(), await listening()]

  const { version } = await publish(one)
  await publish(other)
  await acted(editor, 'withdrawArticle', { ...one, version }, { reason: 'A complaint' })
  for (const feed of [first, second]) await feed.read()
  await first.read()

  for (const { of } of [first, second]) {
    expect(of(one)).toEqual(['article.published', 'article.withdrawn'])
    expect(of(other)).toEqual(['article.published'])
  }
  expect(second.received).toEqual(first.received)
  const positions = first.received.map(({ position }) => position)
  expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
})

it('Events that were committed before its start are not passed on', async () => {
  const article = await given.article({ status: 'DRAFT' })
  await publish(article)
  await loadEvents(database, { after: 0, most: 1 }, SITE)

  const { read, of } = await listening()
  await read()

  expect(of(article)).toEqual([])
})

it('It hears of other processes by itself', async () => {
  const article = await given.article({ status: 'DRAFT' })
  const { of } = await listening(20)

  await publish(article)

  await vi.waitFor(() => expect(of(article)).toEqual(['article.published']))
})

it('More events than one statement reads are all passed on', async () => {
  const { read, of } = await listening()
  const topic = await given.topic()
  await database.prisma.$executeRaw`INSERT INTO outbox_event (type, payload)
    SELECT 'topic.updated', jsonb_build_object('id', ${topic.id}::text, 'n', n) FROM generate_series(1, 1234) n`

  await read()
  expect(of(topic)).toHaveLength(1234)
})

it.runIf(onPostgresql)(
  'The event of a publication that commits late comes after that of one that began later',
  async () => {
    const [slow, fast] = [await given.article({ status: 'DRAFT' }), await given.article({ status: 'DRAFT' })]
    await database.script(`CREATE FUNCTION slow_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.article_id = '${slow.uuid}' THEN PERFORM pg_sleep(1.5); END IF; RETURN NEW; END $$;
    CREATE TRIGGER slow_event BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION slow_event()`)
    const { read, of, received } = await listening()
    const tagsOf = ({ id }: Given) => received.filter(({ payload }) => payload.id === id).flatMap(({ tags }) => tags)

    const late = publish(slow)
    await vi.waitFor(async () => {
      const [waiting] = await database.query<{ n: number }>({
        text: `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
        parameters: [],
      })
      expect(waiting?.n).toBe(1)
    })
    await publish(fast)
    await read()
    expect(of(fast)).toEqual(['article.published'])
    expect(of(slow)).toEqual([])
    await late
    await read()

    expect(of(slow)).toEqual(['article.published'])
    const ids = await database.prisma.outboxEvent.findMany({
      where: { articleId: { in: [slow.uuid, fast.uuid] } },
      orderBy: { id: 'asc' },
    })
    // Its id is the lower one: "all after the last id" would have missed it.
    expect(ids.map(({ articleId }) => articleId)).toEqual([slow.uuid, fast.uuid])
    expect(received.at(-1)?.payload.id).toBe(slow.id)
    for (const article of [slow, fast]) {
      expect(tagsOf(article)).toContain(entityTag('Article', article.uuid))
      expect(tagsOf(article)).toContain(slugTag('Article', article.slug))
    }
  },
)

it('What is asked for while a reading runs has everything that was committed before', async () => {
  const articles = await Promise.all(Array.from({ length: 5 }, () => given.article({ status: 'DRAFT' })))
  const { read, of } = await listening()

  await Promise.all(
    articles.map(async (article) => {
      const earlier = read()
      await publish(article)
      await read()
      expect(of(article)).toEqual(['article.published'])
      await earlier
    }),
  )
})

it('It reports up to which event and when it has read, and fails if it cannot read', async () => {
  const article = await given.article({ status: 'DRAFT' })
  let isAway = false
  const query: typeof database.query = (statement) => {
    if (isAway) throw new Error('The database is away')
    return database.query(statement)
  }
  const feed = eventFeed({ ...database, query }, SITE, { pauseMs: 3_600_000 })
  const received: PlacedEvent[] = []
  feed.listen((events) => received.push(...events))
  atEnd(() => feed.close())
  await expect(feed.read()).rejects.toThrow('has not started')
  expect(feed.hearing.heardAt).toBe(Number.NEGATIVE_INFINITY)
  await feed.start(silent)

  await publish(article)
  const asked = performance.now()
  await feed.read()
  expect(feed.hearing.heardAt).toBeGreaterThanOrEqual(asked)
  expect(feed.position).toBe(received.at(-1)?.position)

  isAway = true
  const { position } = feed
  // A reading that a notification began may still be on its way.
  const awayFrom = performance.now()
  await expect(feed.read()).rejects.toThrow('The database is away')
  expect(feed.hearing.heardAt).toBeLessThan(awayFrom)
  expect(feed.position).toBe(position)
  isAway = false
  await feed.read()
  expect(feed.hearing.heardAt).toBeGreaterThan(awayFrom)

  await feed.close()
  await expect(feed.read()).rejects.toThrow()
})

it.runIf(onPostgresql)('Many who publish and many who read at once: each hears all, in the same order', async () => {
  const articles = await Promise.all(Array.from({ length: 20 }, () => given.article({ status: 'DRAFT' })))
  const feeds = await Promise.all([listening(1), listening(1), listening(1)])

  await Promise.all(
    articles.map(async (article) => {
      const { version } = await publish(article)
      await acted(editor, 'withdrawArticle', { ...article, version }, { reason: 'A complaint' })
    }),
  )
  for (const { read } of feeds) await read()

  for (const { of, received } of feeds) {
    for (const article of articles) expect(of(article)).toEqual(['article.published', 'article.withdrawn'])
    expect(received).toEqual(feeds[0]?.received)
  }
})
