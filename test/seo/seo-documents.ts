import type { Api } from '../helpers/api.ts'

export const SEO = `title description canonical robots alternates { hreflang url }
  openGraph { type title description url siteName locale image { url width height alt type } publishedTime modifiedTime section authors tags }
  twitter { card site title description image imageAlt } jsonLd jsonLdScript breadcrumbs { name url position }
  tags { element attributes { name value } content }`

export interface Image {
  url: string
  width: number
  height: number
  alt: string | null
  type: string
}

export interface Seo {
  title: string
  description: string | null
  canonical: string
  robots: string
  alternates: { hreflang: string; url: string }[]
  openGraph: {
    type: string
    title: string
    description: string | null
    url: string
    siteName: string
    locale: string
    image: Image | null
    publishedTime: string | null
    modifiedTime: string | null
    section: string | null
    authors: string[]
    tags: string[]
  }
  twitter: {
    card: string
    site: string | null
    title: string
    description: string | null
    image: string | null
    imageAlt: string | null
  }
  jsonLd: { '@context': string; '@graph': Node[] }
  jsonLdScript: string
  breadcrumbs: { name: string; url: string; position: number }[]
  tags: HeadTag[]
}

export interface HeadTag {
  element: string
  attributes: { name: string; value: string }[]
  content: string | null
}

export type Node = { '@type': string } & Record<string, unknown>

export async function seoOf(
  api: Api,
  root: 'article' | 'topic' | 'author' | 'site',
  args = '',
  seoArgs = '',
): Promise<Seo> {
  const data = await api.query<Record<string, { seo: Seo }>>(`{ ${root}${args} { seo${seoArgs} { ${SEO} } } }`)
  const found = data[root]
  if (!found) throw new Error(`no ${root} at ${args}`)
  return found.seo
}

export function nodeOf({ jsonLd }: Seo, ...types: string[]): Node {
  const node = jsonLd['@graph'].find((each) => types.includes(each['@type']))
  if (!node) throw new Error(`no ${types} in the graph`)
  return node
}
