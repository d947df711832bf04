import { escapeUTF8 as escapeAttribute, escapeText } from 'entities'
import type { BlockContent, PhrasingContent } from 'mdast'
import { linesMarkdown } from '../../markup/inline-markdown.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import { linesHtml } from '../../markup/plain-lines.ts'
import type { Embedded } from '../../media/serving/image-addresses.ts'

/** A caption with its image, as a page shows them. */
export interface Figure extends Embedded {
  readonly altText: string | null
  readonly text: string | null
  readonly credit: string | null
}

/** By the uuid of the caption; a caption that is not among them has no image that may be shown. */
export type Figures = ReadonlyMap<string, Figure>

export function figureHtml({ src, width, height, altText, text, credit }: Figure): string {
  const img = `<img src="${escapeAttribute(src)}" width="${width}" height="${height}" alt="${escapeAttribute(altText ?? '')}" loading="lazy">`
  const words = [text === null ? '' : linesHtml(text), credit === null ? '' : `<small>${escapeText(credit)}</small>`]
  const caption = words.filter(Boolean).join(' ')
  return `<figure>${img}${caption && `<figcaption>${caption}</figcaption>`}</figure>\n`
}

/** The image, and below it its text with the credit */
export function figureMarkdown({ src, altText, text, credit }: Figure): BlockContent[] {
  const words: PhrasingContent[] = [
    ...(text === null ? [] : [{ type: 'emphasis' as const, children: linesMarkdown(text) }]),
    ...(credit === null ? [] : [{ type: 'text' as const, value: text === null ? `(${credit})` : ` (${credit})` }]),
  ]
  return [
    paragraphOf({ type: 'image', url: src, alt: altText ?? '' }),
    ...(words.length > 0 ? [paragraphOf(...words)] : []),
  ]
}
