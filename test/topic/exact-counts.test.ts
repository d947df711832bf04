import { expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import { testApi } from '../helpers/api.ts'
import { type Chance, chanceFrom } from '../helpers/chance.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { expectImages } from '../helpers/expect-images.ts'
import { expectCounts, expectRelated, liveArticles, RELATED, type Related, uuid } from '../helpers/live-articles.ts'
import { type Call, callDocument, newsroom } from '../helpers/newsroom.ts'
import { randomDesk } from '../helpers/random-desk.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { type Answered, unsavedTexts } from '../helpers/unsaved-texts.ts'
import { emptyPlace } from '../media/places.ts'
import { ownBytes, plainImage } from '../media/sample-images.ts'
import { upload } from '../media/uploading.ts'

// A desk does everything that a desk can do, for a while. The stored counts must equal a count from scratch.

/** RANDOM_CALLS=20000 makes the series long ones. */
const CALLS = Number(process.env.RANDOM_CALLS ?? 120)
const TIMEOUT = 2000 * CALLS
const CALLS_BETWEEN_CHECKS = 20

/** What happens sooner or later. */
const EACH = [
  'publishArticle',
  'withdrawArticle',
  'scheduleArticle',
  'updateArticle',
  'autosaveArticle',
  'discardAutosave',
  'nameRevision',
  'mergeTopics',
  'uploadImage',
  'updateImage',
  'deleteImage',
  'addCaption',
  'updateCaption',
  'removeCaption',
  'reorderCaptions',
]

const happened = new Set<string>()

const database = await testDatabase()
const { prisma } = database
const place = await emptyPlace('folder')
const api = await testApi(database, { variables: { ...place.variables, MAX_COST_READERS: '50000' } })
const admin = api.as('ADMIN')
const unsaved = unsavedTexts()

/** Some of what is scheduled has its time. */
async function letTimePass({ some }: Chance): Promise<void> {
  const where = { OR: [{ scheduledFor: { not: null } }, { unpublishAt: { not: null } }] }
  const waiting = await prisma.article.findMany({ where, orderBy: { id: 'asc' } })
  for (const { id, scheduledFor } of some(waiting, 4)) {
    const data = scheduledFor ? { scheduledFor: new Date(), unpublishAt: null } : { unpublishAt: new Date() }
    await prisma.article.updateMany({ where: { id, scheduledFor }, data })
  }
  const fail = (details: object) => {
    throw new Error('the clock failed', { cause: details })
  }
  await sweep(database, new Failures({ warn: fail, error: fail }))
}

/** As clients see it, and in every table that is kept up. */
async function check(): Promise<void> {
  await expectExactCounts(database)
  await expectCounts(database, api)
  await expectImages(database, place, api)
  const articles = await liveArticles(database)
  const { topics } = await api.query<{ topics: { nodes: Related[] } }>(
    `{ topics(first: 50) { nodes { id ${RELATED} } } }`,
  )
  for (const topic of topics.nodes) await expectRelated(database, topic, articles, [uuid(topic.id)])
}

async function send(call: Call): Promise<Answered> {
  const { input, image } = call
  if (image === undefined) return admin.mutate<Answered>(callDocument(call), { input })
  const { token } = await admin.user()
  return upload(api.app, token, await ownBytes(plainImage(20, 10, image).png()), input)
}

/** The desk's next call, and how often each mutation was accepted so far. */
function deskAtWork(chance: Chance, note: typeof unsaved.note = () => undefined) {
  const next = randomDesk(chance)
  const calls: Call[] = []
  const accepted: Record<string, number> = {}

  async function work(): Promise<void> {
    const call = next(await newsroom((document) => admin.query(document)))
    calls.push(call)
    const answer = await send(call)
    note(call, answer)
    if (answer.userErrors.length === 0) accepted[call.mutation] = 1 + (accepted[call.mutation] ?? 0)
  }

  return { work, calls, accepted }
}

it.each([1, 2, 3])(
  'What is counted stays exact whatever a desk does (series %i)',
  async (seed) => {
    const chance = chanceFrom(seed)
    const { work, calls, accepted } = deskAtWork(chance, unsaved.note)
    for (let count = 1; count <= CALLS; count++) {
      await work()
      if (chance.chance(0.1)) await letTimePass(chance)
      if (count % CALLS_BETWEEN_CHECKS > 0) continue
      await Promise.all([check(), unsaved.check((document) => admin.query(document))]).catch((error: unknown) => {
        throw new Error(`after ${JSON.stringify(calls.slice(-CALLS_BETWEEN_CHECKS), null, 1)}`, { cause: error })
      })
    }
    expect(Object.values(accepted).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(CALLS / 2)
    for (const mutation of Object.keys(accepted)) happened.add(mutation)
  },
  TIMEOUT,
)

it(
  'and a desk does much',
  async () => {
    // What a short series left out by chance happens in a longer one.
    const { work, accepted } = deskAtWork(chanceFrom(9))
    const missing = () => EACH.filter((mutation) => !(happened.has(mutation) || accepted[mutation]))
    for (let calls = 0; missing().length > 0 && calls < 3 * CALLS; calls++) await work()

    expect(missing()).toEqual([])
  },
  3 * TIMEOUT,
)

it.runIf(onPostgresql)(
  'and with many colleagues at work at once, none of whom hears of a deadlock',
  async () => {
    const desks = [3, 4, 5, 6, 7, 8].map((seed) => deskAtWork(chanceFrom(seed)))
    for (let round = 0; round < 4; round++) {
      const working = desks.map(async ({ work }) => {
        for (let call = 0; call < 15; call++) await work()
      })
      await Promise.all([...working, letTimePass(chanceFrom(round))])
      await check()
    }
  },
  90_000,
)
