import type { Block } from '../../../src/content/blocks/blocks.ts'
import { plainText } from '../../../src/content/body.ts'
import { type Random, randomFrom } from '../draw/random.ts'
import { numberedId } from './numbered.ts'
import { popularity } from './popularity.ts'
import { headline, NOUNS, pick, sentences } from './words.ts'

// What the number-th synthetic article says. It depends only on its number: a larger newsroom has the same articles and more.

export const AUTHORS = 300
/** Each is named after a noun. */
const SECTIONS = NOUNS.length
export const TOPICS_PER_SECTION = 84
export const TOPICS = SECTIONS * TOPICS_PER_SECTION
export const IMAGES = 200

/** The newest; the others go back from there, on average one every nine minutes: 100,000 are 21 months, a million 17 years. */
const NEWEST = Date.UTC(2025, 4, 31, 12)
const STEP_MINUTES = 9

export interface SyntheticArticle {
  number: number
  slug: string
  status: 'PUBLISHED' | 'DRAFT' | 'SCHEDULED' | 'WITHDRAWN' | 'TRASHED'
  publishedAt: Date
  hasNewerDraft: boolean
  headline: string
  standfirst: string
  kicker: string | null
  body: Block[]
  plainText: string
  wordCount: number
  /** Numbers of authors, without repeats, the first a writer */
  authors: number[]
  /** Numbers of topics, without repeats, the first two it is about */
  topics: number[]
  leadImage: number | null
}

const anyAuthor = popularity(AUTHORS, 0.6)
const anySection = popularity(SECTIONS, 0.8)
const anyOfSection = popularity(TOPICS_PER_SECTION, 0.7)
/** A section's own topic is its first: these are on every third article from elsewhere too. */
const anyLeading = popularity(SECTIONS, 1.1)

export function syntheticArticle(number: number): SyntheticArticle {
  const random = randomFrom(Math.imul(number + 1, 0x9e3779b1))
  const title = headline(random)
  const paragraphs = paragraphsOf(random)
  const body = bodyOf(random, paragraphs)
  const text = plainText(body)
  return {
    number,
    slug: `${title.toLowerCase().replaceAll(' ', '-')}-${number}`,
    ...stateOf(random),
    publishedAt: new Date(NEWEST - Math.floor((number + random()) * STEP_MINUTES) * 60_000),
    headline: title,
    standfirst: pick(random, sentences),
    kicker: random() < 0.3 ? 'Report' : null,
    body,
    plainText: text,
    wordCount: wordsIn(text),
    authors: distinct(1 + Math.floor(random() ** 2 * 3), () => anyAuthor(random)),
    topics: topicsOf(random),
    leadImage: random() < 0.85 ? Math.floor(random() * IMAGES) : null,
  }
}

/** The same proportions as in a newsroom that has been at it for years: nearly everything is live. */
function stateOf(random: Random): Pick<SyntheticArticle, 'status' | 'hasNewerDraft'> {
  const lot = random()
  if (lot < 0.88) return { status: 'PUBLISHED', hasNewerDraft: lot < 0.03 }
  const status = lot < 0.94 ? 'DRAFT' : lot < 0.97 ? 'WITHDRAWN' : lot < 0.98 ? 'SCHEDULED' : 'TRASHED'
  return { status, hasNewerDraft: false }
}

/** Ten to fourteen sentences by twos; with heading and quote they come to 120 to 250 words. */
function paragraphsOf(random: Random): string[] {
  return Array.from(
    { length: 5 + Math.floor(random() * 3) },
    () => `${pick(random, sentences)} ${pick(random, sentences)}`,
  )
}

function bodyOf(random: Random, paragraphs: string[]): Block[] {
  const blocks: Block[] = paragraphs.map((html) => ({ type: 'paragraph', html }))
  if (random() < 0.4) blocks.splice(2, 0, { type: 'heading', level: 2, text: headline(random) })
  if (random() < 0.3) blocks.push({ type: 'quote', text: pick(random, sentences), attribution: null })
  return blocks
}

/** Two to four of one section, which belong together, and one or two that belong to everything. */
function topicsOf(random: Random): number[] {
  const section = anySection(random)
  const topics = new Set(
    distinct(2 + Math.floor(random() * 3), () => section * TOPICS_PER_SECTION + anyOfSection(random)),
  )
  const count = topics.size + 1 + Math.floor(random() * 2)
  while (topics.size < count) topics.add(anyLeading(random) * TOPICS_PER_SECTION)
  return [...topics]
}

function distinct(count: number, draw: () => number): number[] {
  const drawn = new Set<number>()
  while (drawn.size < count) drawn.add(draw())
  return [...drawn]
}

/** Plain English of our own making: what stands between blanks is a word. */
const wordsIn = (text: string) => text.split(/\s+/).length

export const articleId = (number: number) => numberedId('article', number)
