import { parse } from 'parse5'
import type { HeadTag, Seo } from './seo-documents.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What any framework does: one loop. */
export function headHtml(tags: readonly HeadTag[]): string {
  return tags
    .map(({ element, attributes, content }) => {
      const own = attributes.map(({ name, value }) => ` ${name}="${escaped(value)}"`).join('')
      if (content === null) return `<${element}${own}>`
      return `<${element}${own}>${element === 'script' ? content : escaped(content)}</${element}>`
    })
    .join('\n')
}

interface Parsed {
  nodeName: string
  attrs?: { name: string; value: string }[]
  childNodes?: Parsed[]
  value?: string
}

interface Read {
  title: string
  links: Record<string, string>[]
  meta: [string, string][]
  jsonLd: unknown
  /** What the parser found outside of the head, or of another kind */
  others: string[]
}

function within(node: Parsed, name: string): Parsed {
  const found = (node.childNodes ?? []).find(({ nodeName }) => nodeName === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

const textIn = ({ childNodes = [] }: Parsed): string => childNodes.map(({ value = '' }) => value).join('')

/** The head of a page as a browser reads it. */
export function readHead(html: string): Read {
  const document: Parsed = parse(`<!doctype html><html><head>${html}</head><body></body></html>`)
  const page = within(document, 'html')
  const elements = (within(page, 'head').childNodes ?? []).filter(({ nodeName }) => nodeName !== '#text')
  const of = (name: string) => elements.filter(({ nodeName }) => nodeName === name)
  const attributes = ({ attrs = [] }: Parsed) => Object.fromEntries(attrs.map(({ name, value }) => [name, value]))
  const known = ['title', 'link', 'meta', 'script']
  const [script] = of('script')
  return {
    title: of('title').map(textIn).join('|'),
    links: of('link').map(attributes),
    meta: of('meta').map((element) => {
      const { name, property, content = '' } = attributes(element)
      return [name ?? property ?? '', content]
    }),
    jsonLd: script ? JSON.parse(textIn(script)) : null,
    others: [
      ...elements.map(({ nodeName }) => nodeName).filter((name) => !known.includes(name)),
      ...(within(page, 'body').childNodes ?? []).map(({ nodeName }) => nodeName),
    ],
  }
}

/** The same as the fields say it. */
export function expectedHead({
  title,
  description,
  canonical,
  robots,
  alternates,
  openGraph,
  twitter,
  jsonLd,
}: Seo): Read {
  const { image } = openGraph
  const meta: [string, string | number | null | undefined][] = [
    ['description', description],
    ['robots', robots],
    ['og:type', openGraph.type],
    ['og:title', openGraph.title],
    ['og:description', openGraph.description],
    ['og:url', openGraph.url],
    ['og:site_name', openGraph.siteName],
    ['og:locale', openGraph.locale],
    ['og:image', image?.url],
    ['og:image:type', image?.type],
    ['og:image:width', image?.width],
    ['og:image:height', image?.height],
    ['og:image:alt', image?.alt],
    ['article:published_time', openGraph.publishedTime],
    ['article:modified_time', openGraph.modifiedTime],
    ...openGraph.authors.map((author): [string, string] => ['article:author', author]),
    ['article:section', openGraph.section],
    ...openGraph.tags.map((tag): [string, string] => ['article:tag', tag]),
    ['twitter:card', twitter.card],
    ['twitter:site', twitter.site],
    ['twitter:title', twitter.title],
    ['twitter:description', twitter.description],
    ['twitter:image', twitter.image],
    ['twitter:image:alt', twitter.imageAlt],
  ]
  return {
    title,
    links: [
      { rel: 'canonical', href: canonical },
      ...alternates.map(({ hreflang, url }) => ({ rel: 'alternate', hreflang, href: url })),
    ],
    meta: meta.flatMap(([name, value]): [string, string][] =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
    jsonLd,
    others: [],
  }
}
