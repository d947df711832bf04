import { escapeText } from 'entities'
import * as z from 'zod'
import { storedAiUse } from '../../content/ai-use.ts'
import { figureHtml } from '../../content/blocks/figure.ts'
import { printedAiUse, printedWords } from '../../content/printed-words.ts'
import { CorrectionKind } from '../../generated/prisma/enums.ts'
import { excerpt } from '../../lib/text/stored-text.ts'
import { blockText } from '../../markup/inline-html.ts'
import { absoluteHref, type Site } from '../../site/site.ts'
import { authorsAmong, credits } from './credits.ts'

/** What documents/feed-article.graphql selects. */
export const feedArticle = z.object({
  id: z.string(),
  url: z.string(),
  headline: z.string(),
  standfirst: z.string().nullable(),
  locale: z.string(),
  publishedAt: z.string(),
  contentModifiedAt: z.string(),
  bodyHtml: z.string(),
  aiUse: storedAiUse,
  credits,
  topics: z.array(z.object({ topic: z.object({ name: z.string() }) })),
  leadImage: z
    .object({
      url: z.string(),
      width: z.number(),
      height: z.number(),
      altText: z.string().nullable(),
      text: z.string().nullable(),
      creditLine: z.string().nullable(),
    })
    .nullable(),
  corrections: z.array(z.object({ kind: z.enum(CorrectionKind), text: z.string(), publishedAt: z.string() })),
})

type FeedArticle = z.output<typeof feedArticle>

export interface EntryImage {
  readonly url: string
  readonly width: number
  readonly height: number
  readonly alt: string | null
  readonly text: string | null
  readonly credit: string | null
}

/** An article as all formats of feeds show it. */
export interface Entry {
  /** Permanently the same, whatever the article's address is */
  readonly id: string
  readonly url: string
  readonly title: string
  readonly summary: string | null
  /** The start of the text; empty if it does not begin with a paragraph */
  readonly opening: string
  /** Every address in it is absolute */
  readonly html: string
  readonly published: Date
  readonly updated: Date
  readonly authors: readonly { readonly name: string; readonly url: string | null }[]
  readonly topics: readonly string[]
  readonly image: EntryImage | null
}

/** In pixels: what the documents ask for */
const WIDTH = 1280

export function entryOf(article: FeedArticle, site: Site): Entry {
  const image = imageOf(article)
  return {
    id: `urn:uuid:${article.id.replace(/^article_/, '')}`,
    url: article.url,
    title: article.headline,
    summary: article.standfirst,
    opening: openingOf(article),
    html: htmlOf(article, image, site),
    published: new Date(article.publishedAt),
    updated: new Date(article.contentModifiedAt),
    authors: authorsOf(article),
    topics: article.topics.map(({ topic }) => topic.name),
    image,
  }
}

/** In characters */
const MAX_OPENING = 300

function openingOf({ bodyHtml }: FeedArticle): string {
  const [, first = ''] = /^<p>(.*?)<\/p>/.exec(bodyHtml) ?? []
  return excerpt(blockText(first), MAX_OPENING)
}

/** Each name once. */
function authorsOf(article: FeedArticle): Entry['authors'] {
  const byName = new Map(
    authorsAmong(article.credits).map(({ name, author }) => [name, { name, url: author?.url ?? null }]),
  )
  return [...byName.values()]
}

function imageOf({ leadImage }: FeedArticle): EntryImage | null {
  if (!leadImage) return null
  const { url, altText: alt, text, creditLine: credit } = leadImage
  const width = Math.min(WIDTH, leadImage.width)
  const height = Math.max(1, Math.round((leadImage.height * width) / leadImage.width))
  return { url, width, height, alt, text, credit }
}

/** The lead image, the text, the corrections, and the note about generative AI. */
function htmlOf(article: FeedArticle, image: EntryImage | null, site: Site): string {
  const figure = image
    ? figureHtml({
        src: image.url,
        width: image.width,
        height: image.height,
        altText: image.alt,
        text: image.text,
        credit: image.credit,
      })
    : ''
  return figure + withAbsoluteLinks(article, site) + correctionsHtml(article) + aiUseHtml(article)
}

/** Our own HTML has links in this one form, and no text that looks like it. */
function withAbsoluteLinks({ bodyHtml, url }: FeedArticle, site: Site): string {
  return bodyHtml.replace(/<a href="([^"]*)"/g, (_link, href: string) => `<a href="${absoluteHref(href, url, site)}"`)
}

function aiUseHtml({ aiUse, locale }: FeedArticle): string {
  const said = printedAiUse(aiUse, locale)
  return said === null ? '' : `<p><em>${escapeText(said)}</em></p>\n`
}

function correctionsHtml({ corrections, locale }: FeedArticle): string {
  if (corrections.length === 0) return ''
  const words = printedWords(locale)
  const items = corrections.map(
    ({ kind, text, publishedAt }) =>
      `<li><strong>${words.correction[kind]}</strong> (<time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time>): ${escapeText(text)}</li>`,
  )
  return `<h2>${words.corrections}</h2><ul>${items.join('')}</ul>\n`
}
