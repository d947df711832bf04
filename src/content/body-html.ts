import { escapeUTF8 as escapeAttribute, escapeText } from 'entities'
import type { Embedded } from '../media/serving/image-addresses.ts'
import type { Block } from './body.ts'
import { sanitizeInline } from './inline-html.ts'

/** A caption with its image, as a page shows them. */
export interface Figure extends Embedded {
  altText: string | null
  text: string | null
  credit: string | null
}

/**
 * The body as semantic HTML, for pages that do not lay out the blocks themselves. Headings keep their levels: the page's h1 is the headline.
 *
 * @param figures by caption id; an image whose caption is not among them is left out
 */
export function bodyHtml(blocks: readonly Block[], figures: ReadonlyMap<string, Figure>): string {
  let html = ''
  for (const block of blocks) html += blockHtml(block, figures)
  return html
}

function blockHtml(block: Block, figures: ReadonlyMap<string, Figure>): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${sanitizeInline(block.html)}</p>\n`
    case 'heading':
      return `<h${block.level}>${escapeText(block.text)}</h${block.level}>\n`
    case 'image':
      return imageHtml(figures.get(block.captionId))
    case 'quote':
      return quoteHtml(block.text, block.attribution)
    case 'list':
      return listHtml(block.ordered ? 'ol' : 'ul', block.items)
    case 'embed':
      return embedHtml(block)
  }
}

function imageHtml(figure: Figure | undefined): string {
  if (!figure) return ''
  const { src, width, height, altText, text, credit } = figure
  const img = `<img src="${escapeAttribute(src)}" width="${width}" height="${height}" alt="${escapeAttribute(altText ?? '')}" loading="lazy">`
  const words = [text === null ? '' : escapeText(text), credit === null ? '' : `<small>${escapeText(credit)}</small>`]
  const caption = words.filter(Boolean).join(' ')
  return `<figure>${img}${caption && `<figcaption>${caption}</figcaption>`}</figure>\n`
}

function quoteHtml(text: string, attribution: string | null): string {
  const source = attribution === null ? '' : `<footer><cite>${escapeText(attribution)}</cite></footer>`
  return `<blockquote><p>${escapeText(text)}</p>${source}</blockquote>\n`
}

function listHtml(tag: 'ol' | 'ul', items: readonly string[]): string {
  return `<${tag}>${items.map((item) => `<li>${sanitizeInline(item)}</li>`).join('')}</${tag}>\n`
}

/** A plain link: other people's frames and scripts are the page's decision, and ask for its readers' consent. */
function embedHtml({ url, provider, title }: Extract<Block, { type: 'embed' }>): string {
  if (!url.startsWith('https://')) return ''
  const caption = title !== null && provider !== null ? `<figcaption>${escapeText(provider)}</figcaption>` : ''
  return `<figure><a href="${escapeAttribute(url)}">${escapeText(title ?? provider ?? url)}</a>${caption}</figure>\n`
}
