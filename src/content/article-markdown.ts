import type { BlockContent, PhrasingContent, RootContent } from 'mdast'
import type { CorrectionKind } from '../generated/graphql.ts'
import { type Absolute, linesMarkdown } from '../markup/inline-markdown.ts'
import { markdownOf, paragraphOf, paragraphsMarkdown } from '../markup/markdown.ts'
import type { AiUse } from './ai-use.ts'
import { BODY } from './blocks/blocks.ts'
import { figureMarkdown } from './blocks/figure.ts'
import type { Written } from './body.field.ts'
import { printedAiUse, printedWords } from './printed-words.ts'

export interface PrintedCorrection {
  readonly kind: CorrectionKind
  readonly text: string
  /** ISO 8601 */
  readonly publishedAt: string
}

/** What is printed around the text. */
export interface PrintedFrame {
  readonly kicker: string | null
  readonly headline: string
  readonly standfirst: string | null
  readonly dateline: string | null
  readonly byline: string | null
  /** The article's address */
  readonly url: string
  readonly locale: string
  /** ISO 8601; null in a draft */
  readonly publishedAt: string | null
  /** ISO 8601; null if it is that of the publication */
  readonly updatedAt: string | null
  readonly aiUse: AiUse
  /** Newest first */
  readonly corrections: readonly PrintedCorrection[]
}

/** The whole article as it would be printed, for readers that are machines. */
export function articleMarkdown(frame: PrintedFrame, { blocks, figures }: Written, absolute: Absolute): string {
  const inRole = (role: string): BlockContent[] =>
    [...figures.values()].filter((figure) => figure.role === role).flatMap(figureMarkdown)
  const body = BODY.markdown(blocks, { figures, absolute })
  return markdownOf([
    ...headOf(frame),
    ...inRole('LEAD'),
    ...withDateline(body, frame.dateline),
    ...inRole('GALLERY'),
    ...correctionsOf(frame),
    ...aiUseOf(frame),
  ])
}

function headOf({ kicker, headline, standfirst, byline, ...frame }: PrintedFrame): RootContent[] {
  return [
    ...(kicker === null ? [] : paragraphsMarkdown(kicker)),
    { type: 'heading', depth: 1, children: [text(headline)] },
    ...(standfirst === null ? [] : [paragraphOf({ type: 'strong', children: linesMarkdown(standfirst) })]),
    ...(byline === null ? [] : paragraphsMarkdown(byline)),
    paragraphOf(...datesOf(frame)),
  ]
}

function aiUseOf({ aiUse, locale }: PrintedFrame): RootContent[] {
  const said = printedAiUse(aiUse, locale)
  return said === null ? [] : [paragraphOf({ type: 'emphasis', children: [text(said)] })]
}

/** A line for each date, and the address. */
function datesOf({
  publishedAt,
  updatedAt,
  url,
  locale,
}: Pick<PrintedFrame, 'publishedAt' | 'updatedAt' | 'url' | 'locale'>): PhrasingContent[] {
  const words = printedWords(locale)
  return [
    ...(publishedAt === null ? [] : [text(`${words.published}: ${publishedAt}`), LINE_END]),
    ...(updatedAt === null ? [] : [text(`${words.updated}: ${updatedAt}`), LINE_END]),
    text(`${words.address}: `),
    { type: 'link', url, children: [text(url)] },
  ]
}

/** Before the first words, as it is printed. */
function withDateline(body: readonly BlockContent[], dateline: string | null): BlockContent[] {
  if (dateline === null) return [...body]
  const [first, ...others] = body
  if (first?.type !== 'paragraph') return [paragraphOf(text(dateline)), ...body]
  return [paragraphOf(text(`${dateline} — `), ...first.children), ...others]
}

function correctionsOf({ corrections, locale }: PrintedFrame): RootContent[] {
  if (corrections.length === 0) return []
  const words = printedWords(locale)
  return [
    { type: 'heading', depth: 2, children: [text(words.corrections)] },
    ...corrections.flatMap(({ kind, text: said, publishedAt }) => [
      paragraphOf({ type: 'strong', children: [text(`${words.correction[kind]}, ${publishedAt}`)] }),
      ...paragraphsMarkdown(said),
    ]),
  ]
}

const LINE_END = { type: 'break' } as const

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}
