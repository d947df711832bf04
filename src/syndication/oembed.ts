import { escapeUTF8 as escapeAttribute, escapeText } from 'entities'
import * as z from 'zod'
import type { Page, PageAnswer, ReadPage, ReadyDocument } from '../http/published/page.ts'
import { authorsAmong, credits } from './feeds/credits.ts'
import { cleanXml, escapeXml } from './xml/clean-xml.ts'

const article = z.object({
  __typename: z.literal('Article'),
  url: z.string(),
  headline: z.string(),
  standfirst: z.string().nullable(),
  credits,
  leadImage: z.object({ url: z.string(), width: z.number(), height: z.number() }).nullable(),
})

const shown = z.object({
  site: z.object({ name: z.string(), url: z.string() }),
  at: z
    .discriminatedUnion('__typename', [
      article,
      z.object({ __typename: z.literal('Topic'), url: z.string(), name: z.string() }),
      z.object({ __typename: z.literal('Author'), url: z.string(), name: z.string() }),
      z.object({ __typename: z.literal('Redirect'), location: z.string() }),
      z.object({ __typename: z.literal('Gone') }),
    ])
    .nullable(),
})

type Shown = z.output<typeof shown>

/** In the order of the specification. */
type Oembed = Readonly<Record<string, string | number>>

/** As images are served, widest first. */
const WIDTHS = [1280, 960, 768, 640, 480, 320, 240, 160, 96]

/** Of a card without its image, in pixels. */
const CARD = { width: 600, height: 200 }

/** How other sites show a page of ours in theirs: oembed.com. */
export function oembedPage(document: ReadyDocument): Page {
  return {
    ...{
      name: 'Oembed',
      route: '/oembed',
      pattern: /^\/oembed$/,
      parameters: ['url', 'format', 'maxwidth', 'maxheight'],
    },
    async answer({ query }, read) {
      const { url, format = 'json' } = query
      if (url === undefined || !URL.canParse(url)) return { status: 400, reason: 'url must be the address of a page' }
      if (format !== 'json' && format !== 'xml') return { status: 501, reason: 'format must be json or xml' }
      const [width, height] = [sizeOf(query.maxwidth), sizeOf(query.maxheight)]
      if (width === null || height === null)
        return { status: 400, reason: 'maxwidth and maxheight must be whole numbers' }
      const found = await readAt(document, url, { width, height }, read)
      return found === null ? { status: 404 } : written(found, format)
    },
  }
}

interface Most {
  readonly width: number
  readonly height: number
}

function sizeOf(given: string | undefined): number | null {
  if (given === undefined) return Number.POSITIVE_INFINITY
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : null
}

/** What is at an address, also at an old one of it. */
async function readAt(document: ReadyDocument, url: string, most: Most, read: ReadPage): Promise<Oembed | null> {
  const width = WIDTHS.find((each) => each <= most.width) ?? 0
  for (let path = url, turn = 0; turn < 2; turn++) {
    const { site, at } = shown.parse(await read(document, { path, width: Math.max(width, 1) }))
    if (at?.__typename !== 'Redirect') return oembedOf(site, at, most, width)
    path = at.location
  }
  return null
}

function oembedOf(site: Shown['site'], at: Shown['at'], most: Most, width: number): Oembed | null {
  const provider = { version: '1.0', provider_name: site.name, provider_url: site.url }
  if (at?.__typename === 'Topic' || at?.__typename === 'Author')
    return { type: 'link', ...provider, title: at.name, url: at.url }
  if (at?.__typename !== 'Article') return null
  const [author] = authorsAmong(at.credits)
  return {
    type: 'rich',
    ...provider,
    title: at.headline,
    url: at.url,
    ...(author && { author_name: author.name }),
    ...(author?.author && { author_url: author.author.url }),
    ...thumbnailOf(at.leadImage, most, width),
    html: cardHtml(at, site.name),
    width: Math.min(CARD.width, most.width),
    height: Math.min(CARD.height, most.height),
  }
}

function thumbnailOf(image: z.output<typeof article>['leadImage'], most: Most, asked: number): Oembed {
  if (!image || asked === 0) return {}
  const width = Math.min(asked, image.width)
  const height = Math.max(1, Math.round((image.height * width) / image.width))
  if (height > most.height) return {}
  return { thumbnail_url: image.url, thumbnail_width: width, thumbnail_height: height }
}

/** Without scripts and styles: the other site decides how it looks. */
function cardHtml({ url, headline, standfirst }: z.output<typeof article>, siteName: string): string {
  const summary = standfirst === null ? '' : `<p>${escapeText(standfirst)}</p>`
  return `<blockquote><a href="${escapeAttribute(url)}">${escapeText(headline)}</a>${summary}<footer><cite>${escapeText(siteName)}</cite></footer></blockquote>`
}

function written(found: Oembed, format: 'json' | 'xml'): PageAnswer {
  if (format === 'json') return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(found) }
  const elements = Object.entries(found).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
  const body = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${elements.join('')}</oembed>\n`
  return { status: 200, type: 'text/xml; charset=utf-8', body: cleanXml(body) }
}
