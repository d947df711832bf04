import { afterEach, describe, expect, it, vi } from 'vitest'
import { clearUp } from '../../src/clock/housekeeping.write.ts'
import { consume, type EventHandler } from '../../src/outbox/consumers/consumer.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import type { PlacedEvent } from '../../src/outbox/events.load.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

// A busy machine takes its time.
const PATIENTLY = { timeout: 30_000 }

const ended: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end()
  vi.clearAllMocks()
})

const uuidOf = ({ id }: { id: string }) => id

/** What a process with this consumer does: each calls `handle` with the subjects of the events, in their order. */
async function started(name: string, handle: (subjects: unknown[]) => void, options: Partial<EventHandler> = {}) {
  const feed = eventFeed(database, SITE, { pauseMs: 20 })
  await feed.start(log)
  await feed.read()
  const consumer = await consume(
    {
      name,
      afterLoss: 'Read everything again.',
      handle: async (events: readonly PlacedEvent[]) => handle(events.map(({ payload }) => payload.id)),
      ...options,
    },
    { database, feed, site: SITE, log },
  )
  let isOver = false
  async function stop() {
    if (isOver) return
    isOver = true
    await consumer.close()
    await feed.close()
  }
  ended.push(stop)
  return { stop, consumer }
}

async function published(): Promise<Given> {
  const article = await given.article({ status: 'DRAFT' })
  await acted(editor, 'publishArticle', article)
  return article
}

describe('A consumer', () => {
  it('gets every event once, in order, and goes on after a restart with what came while it was stopped', async () => {
    const got: unknown[] = []
    const first = await started('restarted', (subjects) => got.push(...subjects))
    const before = await published()
    await vi.waitFor(() => expect(got).toEqual([uuidOf(before)]), PATIENTLY)

    await first.stop()
    const meanwhile = [await published(), await published()]
    await started('restarted', (subjects) => got.push(...subjects))

    await vi.waitFor(() => expect(got).toEqual([before, ...meanwhile].map(uuidOf)), PATIENTLY)
  })

  it('that is new does not get the events of the time before it', async () => {
    const old = await published()
    const got: unknown[] = []
    await started('new', (subjects) => got.push(...subjects))

    const article = await published()

    await vi.waitFor(() => expect(got).toEqual([uuidOf(article)]), PATIENTLY)
    expect(got).not.toContain(uuidOf(old))
  })

  it('gets events again until it has handled them, together with those that came since', async () => {
    const got: unknown[][] = []
    let isBroken = true
    await started('failing', (subjects) => {
      got.push(subjects)
      if (isBroken) throw new Error('not now')
    })
    const first = await published()
    await vi.waitFor(() => expect(got).toEqual([[uuidOf(first)]]), PATIENTLY)
    const second = await published()

    isBroken = false

    await vi.waitFor(() => expect(got).toContainEqual([uuidOf(first), uuidOf(second)]), PATIENTLY)
    expect(log.error).toHaveBeenCalledTimes(1)
    // After the handler, its place is stored.
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(1), PATIENTLY)
  })

  it('waits after a failure as long as the failure says', async () => {
    const handle = vi.fn(() => {
      throw new Error('busy')
    })
    await started('waiting', handle, { retryAfterMs: () => 60_000 })
    await published()
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1), PATIENTLY)

    await published()
    await new Promise((resolve) => setTimeout(resolve, 1500))

    expect(handle).toHaveBeenCalledTimes(1)
  })

  it('in two processes handles each event in one of them', async () => {
    const got: unknown[] = []
    for (const _process of [1, 2]) await started('twice', (subjects) => got.push(...subjects))

    const articles = [await published(), await published(), await published()]

    await vi.waitFor(() => expect(got).toHaveLength(3), PATIENTLY)
    expect(got).toEqual(articles.map(uuidOf))
  })

  it('takes over from a process that was killed, and gets again what that one had not finished', async () => {
    const got: unknown[] = []
    const hang = vi.fn(() => new Promise<void>(() => {}))
    const hanging = await started('killed', () => undefined, { handle: hang })
    // It never ends, as a killed process does not.
    ended.splice(ended.indexOf(hanging.stop), 1)
    const article = await published()
    await vi.waitFor(() => expect(hang).toHaveBeenCalled(), PATIENTLY)

    await started('killed', (subjects) => got.push(...subjects))
    expect(got).toEqual([])
    // The end of the lease.
    await database.prisma
      .$executeRaw`update event_consumer set holder = gen_random_uuid(), leased_until = now() - interval '1 second' where name = 'killed'`
    await published()

    await vi.waitFor(() => expect(got[0]).toBe(uuidOf(article)), PATIENTLY)
  })

  it('handles together what comes within its time', async () => {
    const got: unknown[][] = []
    await started('merging', (subjects) => got.push(subjects), { mergeMs: 3000 })

    const articles = [await published(), await published()]

    await vi.waitFor(() => expect(got).toEqual([articles.map(uuidOf)]), PATIENTLY)
  })

  it('with a time that each event waits handles none before', async () => {
    const got: unknown[] = []
    const times: number[] = []
    await started(
      'waiting for each',
      (subjects) => times.push(...subjects.map(() => performance.now())) && got.push(...subjects),
      {
        waitMs: 1000,
      },
    )

    const first = await published()
    const began = performance.now()
    const second = await published()

    await vi.waitFor(() => expect(got).toEqual([first, second].map(uuidOf)), PATIENTLY)
    expect((times[1] ?? 0) - began).toBeGreaterThan(990)
  })
})

describe('A consumer that was stopped for longer than events are stored', () => {
  const DAYS = { eventDays: 30, activityDays: null }
  /** The events of these articles become too old, and the clock deletes them. */
  async function agedAway(articles: readonly Given[]) {
    const ids = articles.map(({ uuid }) => uuid)
    await database.prisma
      .$executeRaw`update outbox_event set at = now() - interval '31 days' where article_id::text = any (${ids})`
    await clearUp(database, DAYS)
  }

  it('is reported, with the time that is missing and what to do, and goes on with what is there', async () => {
    const got: unknown[] = []
    const first = await started('stopped long', (subjects) => got.push(...subjects))
    const before = await published()
    await vi.waitFor(() => expect(got).toEqual([uuidOf(before)]), PATIENTLY)
    await first.stop()
    const lost = await published()
    const after = await published()
    await agedAway([before, lost])

    await started('stopped long', (subjects) => got.push(...subjects))

    await vi.waitFor(() => expect(got).toEqual([before, after].map(uuidOf)), PATIENTLY)
    expect(log.error).toHaveBeenCalledTimes(1)
    const [details, message] = log.error.mock.calls[0] ?? []
    const { at } = await database.prisma.outboxEvent.findFirstOrThrow({ where: { articleId: after.uuid } })
    expect(details).toMatchObject({ consumer: 'stopped long', until: at.toISOString() })
    expect(Date.parse(details.from)).toBeLessThanOrEqual(at.getTime())
    expect(message).toContain('Events were deleted before "stopped long" got them')
    expect(message).toContain('Read everything again.')
  })

  it('is not reported if it had processed all that was deleted', async () => {
    const got: unknown[] = []
    const first = await started('stopped in time', (subjects) => got.push(...subjects))
    const before = await published()
    await vi.waitFor(() => expect(got).toEqual([uuidOf(before)]), PATIENTLY)
    await first.stop()
    await agedAway([before])

    await started('stopped in time', (subjects) => got.push(...subjects))
    const after = await published()

    await vi.waitFor(() => expect(got).toEqual([before, after].map(uuidOf)), PATIENTLY)
    expect(log.error).not.toHaveBeenCalled()
  })
})
