import { describe, expect, it } from 'vitest'
import { readingTimeMinutes } from '../../src/content/word-count.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { eventsAfter } from '../outbox/purges.ts'
import { Crawler } from '../reading-api/crawl.ts'
import { acted, type Input } from '../workflow/acting.ts'
import { cardDocuments } from './tables.ts'
import { taggedReads } from './tagged-reads.ts'

// What lists show of an article depends on less than its page. Here is each field of an article by itself: a change that it shows purges it.

const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database)
const editor = api.as('EDITOR')
const { read, schema } = await taggedReads(database)
const crawler = new Crawler(schema, 0)
const documents = cardDocuments(schema, (type) => crawler.selection(type, 0))

const [topic, author, picture, other] = [
  await given.topic(),
  await given.author(),
  await given.image(),
  await given.article(),
]
const live = await given.article({
  topics: [topic],
  credits: [{ author }],
  captions: [{ image: picture, role: 'LEAD' }],
  pins: [other],
})
await given.article({ locale: 'he', translationOf: live })

async function version(): Promise<number> {
  return (await database.prisma.article.findUniqueOrThrow({ where: { id: live.uuid } })).version
}

/** What is not part of a revision is published at once. */
async function saved(change: Input): Promise<number> {
  return (await acted(editor, 'updateArticle', { ...live, version: await version() }, change)).version
}

async function published(change: Input): Promise<void> {
  await acted(editor, 'publishArticle', { ...live, version: await saved(change) })
}

async function corrected(): Promise<void> {
  const correction = { kind: 'CORRECTION', text: 'The bridge is older.' }
  await acted(editor, 'addCorrection', { ...live, version: await version() }, correction)
}

const allRead = () => Promise.all(documents.map((document) => read(document)))

/** What each document shows, whether a change changed it, and whether it purged it. */
async function changedBy(work: () => Promise<unknown>) {
  const before = await allRead()
  const purged = new Set((await eventsAfter(database, work)).flatMap(({ tags }) => tags))
  const after = await allRead()
  return documents.map((document, index) => ({
    document,
    isChanged: JSON.stringify(before[index]?.data) !== JSON.stringify(after[index]?.data),
    isPurged: [...(before[index]?.tags ?? [])].some((tag) => purged.has(tag)),
  }))
}

const textOf = (html: string) => ({ body: [{ paragraph: { html } }] })

describe('A field of an article in a list', () => {
  it.each([
    ['another text', () => published(textOf('Another text, with <strong>other</strong> words.'))],
    ['a correction', corrected],
    ['a longer text', () => published(textOf('word '.repeat(500)))],
    ['another headline', () => published({ headline: 'Another headline' })],
    ['another kicker, standfirst and dateline', () => published({ kicker: 'K', standfirst: 'S', dateline: 'D' })],
    ['other texts for search engines', () => published({ seoTitle: 'T', metaDescription: 'M', socialTitle: 'S' })],
    ['another genre, made with AI', () => published({ genre: 'OPINION', aiUse: { kind: 'ASSISTED', note: 'N' } })],
    ['another address', () => saved({ slug: 'another-address' })],
    ['another canonical address', () => saved({ canonicalUrl: 'https://wire.example/a', noIndex: true })],
    ['no picture', () => published({ captions: [] })],
    ['no byline', () => published({ credits: [] })],
    ['no topic', () => published({ topics: [] })],
    ['another language', () => saved({ locale: 'fr' })],
  ])('is purged by %s, if it shows it', async (_what, work) => {
    const fields = await changedBy(work)

    expect(fields.filter(({ isChanged }) => isChanged).length).toBeGreaterThan(0)
    expect(fields.filter(({ isChanged, isPurged }) => isChanged && !isPurged)).toEqual([])
  })

  it('is not purged by another text or a correction that it does not show', async () => {
    await published(textOf('A text.'))
    const fields = await changedBy(async () => {
      await published(textOf('A text with some words more.'))
      await corrected()
    })
    const isKept = (name: string) =>
      !fields.find(({ document }) => document.startsWith(`{ articles(first: 5) { nodes { ${name} `))?.isPurged

    expect(['headline', 'leadImage', 'byline', 'topics', 'readingTimeMinutes'].filter((name) => !isKept(name))).toEqual(
      [],
    )
    expect(['updatedAt', 'contentModifiedAt', 'bodyText', 'corrections', 'wordCount'].filter(isKept)).toEqual([])
  })
})

describe('reading_minutes', () => {
  it('says what readingTimeMinutes says', async () => {
    const words = Array.from({ length: 2_000 }, (_, index) => index)

    const rows = await database.query<{ minutes: number }>({
      text: 'SELECT reading_minutes(words) AS minutes FROM unnest($1::int[]) words',
      parameters: [words],
    })

    expect(rows.map(({ minutes }) => minutes)).toEqual(words.map(readingTimeMinutes))
  })
})
