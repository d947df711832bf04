import { describe, expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import type { Database } from '../../src/database/database.ts'
import { allRows } from '../helpers/all-rows.ts'
import { type Colleague, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { acted } from '../workflow/acting.ts'

// Two newsrooms each, which take their time on a busy machine.
const LATER = '2099-01-01T00:00:00.000Z'
const STILL_LATER = '2099-02-01T00:00:00.000Z'
const REASON = 'legal'

/** Of an entry by an editor and one by the clock, and of rows whose ids count up. */
const BY_WHOM = [/"actor_(?:id|name)": (?:null|"[^"]*"),? ?/g, /"id": \d+,? ?/g]
/** When it was planned for: to the clock it has come, to the editor it has not. */
const WHEN = [new RegExp(`"before": "(?:now|${LATER})"`, 'g')]
/** The clock gives none. */
const REASONS = [
  new RegExp(`"(?:note|withdrawal_reason)": (?:null|"${REASON}"),? ?`, 'g'),
  new RegExp(`{"after": "${REASON}", "field": "withdrawalReason", "before": null},? ?`, 'g'),
]

interface Newsroom {
  readonly database: Database
  readonly editor: Colleague
  readonly given: ReturnType<typeof givenIn>
}

/** One in which an editor does it, and one in which the clock does. All else is the same in both. */
async function newsrooms(): Promise<[Newsroom, Newsroom]> {
  return [await newsroom(), await newsroom()]
}

async function newsroom(): Promise<Newsroom> {
  const database = await testDatabase()
  const api = await testApi(database)
  return { database, given: givenIn(database), editor: api.as('EDITOR', 'Dana') }
}

type Plan = Readonly<{ publishAt?: string; unpublishAt?: string }>

/** The article as `plan` schedules it. */
async function planned({ database, editor }: Newsroom, { id, uuid }: Given, plan: Plan): Promise<Planned> {
  const { version } = await database.prisma.article.findUniqueOrThrow({ where: { id: uuid } })
  return { ...(await acted(editor, 'scheduleArticle', { id, version }, plan)), uuid }
}

type Planned = Readonly<{ id: string; uuid: string; version: number }>

/** Articles of every kind that can go live, each scheduled; their slugs say what they are. */
async function toPublish(room: Newsroom): Promise<Planned[]> {
  const { given, editor } = room
  const [topic, other, author] = [await given.topic(), await given.topic(), await given.author()]
  const image = await given.image({ file: `${'f'.repeat(32)}.png`, checksum: 'f'.repeat(64) })
  const all = {
    kicker: 'Floods',
    body: ['First.', 'Second.'],
    topics: [topic, { topic: other, rel: 'MENTIONS' } as const],
    credits: [{ author }, { name: 'Agencies' }],
    captions: [{ image, role: 'LEAD', text: 'The river', altText: 'A river' } as const],
  }
  const draft = await given.article({ slug: 'never-live', status: 'DRAFT', ...all })
  const leaving = await given.article({ slug: 'withdrawn-again-later', status: 'DRAFT', ...all })
  const approved = await given.article({ slug: 'approved', status: 'DRAFT', locale: 'fr', ...all })
  await acted(editor, 'submitForReview', approved)
  await acted(editor, 'approveArticle', { ...approved, version: 2 })
  const live = await given.article({ slug: 'live-before', firstPublishedAt: '2016-03-12T09:00:00Z', topics: [other] })
  await given.revision(live, { headline: 'New', ...all })
  const withdrawn = await given.article({ slug: 'withdrawn-before', ...all })
  await acted(editor, 'withdrawArticle', withdrawn, { reason: 'A mistake' })

  const plans = [draft, approved, live, withdrawn].map((article) => planned(room, article, { publishAt: LATER }))
  return Promise.all([...plans, planned(room, leaving, { publishAt: LATER, unpublishAt: STILL_LATER })])
}

/** Live articles, each to be withdrawn. */
async function toWithdraw(room: Newsroom): Promise<Planned[]> {
  const { given } = room
  const [topic, author] = [await given.topic(), await given.author()]
  const live = await given.article({ slug: 'live', topics: [topic], credits: [{ author }] })
  const changed = await given.article({ slug: 'with-a-new-revision', topics: [topic] })
  await given.revision(changed, { headline: 'New' })
  return Promise.all([live, changed].map((article) => planned(room, article, { unpublishAt: LATER })))
}

/** Lets the time come that these wait for, for the clock to do them all. */
async function letCome({ database }: Newsroom, time: 'scheduled_for' | 'unpublish_at', articles: readonly Planned[]) {
  await database.query({
    text: `UPDATE article SET ${time} = now() WHERE id = ANY ($1::uuid[])`,
    parameters: [`{${articles.map(({ uuid }) => uuid).join()}}`],
  })
  const unexpected = (_details: object, message: string) => expect.unreachable(message)
  await sweep(database, new Failures({ warn: unexpected, error: unexpected }))
}

async function expectSameRows(one: Newsroom, other: Newsroom, ignoring: readonly RegExp[]): Promise<void> {
  expect(await allRows(other.database, ignoring)).toEqual(await allRows(one.database, ignoring))
  await expectExactCounts(one.database)
  await expectExactCounts(other.database)
}

describe('The same rows in every table are left', () => {
  it('by publishArticle and by the clock when an article goes live', async () => {
    const [byHand, byClock] = await newsrooms()
    const articles = await toPublish(byHand)
    const same = await toPublish(byClock)

    for (const article of articles) await acted(byHand.editor, 'publishArticle', article)
    await letCome(byClock, 'scheduled_for', same)

    await expectSameRows(byHand, byClock, [...BY_WHOM, ...WHEN])
    const rows = await byClock.database.prisma.article.findMany({ where: { liveRevisionId: { not: null } } })
    expect(rows).toHaveLength(articles.length)
  })

  it('by withdrawArticle and by the clock when an article is withdrawn, but for the reason', async () => {
    const [byHand, byClock] = await newsrooms()
    const articles = await toWithdraw(byHand)
    const same = await toWithdraw(byClock)

    for (const article of articles) await acted(byHand.editor, 'withdrawArticle', article, { reason: REASON })
    await letCome(byClock, 'unpublish_at', same)

    await expectSameRows(byHand, byClock, [...BY_WHOM, ...WHEN, ...REASONS])
    expect(await byClock.database.prisma.article.count({ where: { status: 'WITHDRAWN' } })).toBe(articles.length)
  })
})
