import * as z from 'zod'
import type { Page, ReadyDocument } from '../../http/published/page.ts'
import { linesMarkdown } from '../../markup/inline-markdown.ts'
import { markdownOf, paragraphOf } from '../../markup/markdown.ts'
import type { Site } from '../../site/site.ts'
import { textAddress } from './article-text.ts'
import { MARKDOWN } from './media-types.ts'

const shown = z.object({
  site: z.object({ name: z.string(), description: z.string().nullable() }),
  topics: z.object({
    nodes: z.array(z.object({ name: z.string(), url: z.string(), description: z.string().nullable() })),
  }),
  articles: z.object({
    nodes: z.array(z.object({ headline: z.string(), path: z.string(), standfirst: z.string().nullable() })),
  }),
})

interface Entry {
  readonly title: string
  readonly url: string
  readonly about: string | null
}

/** What there is to read, for language models: llmstxt.org. */
export function llmsPage(document: ReadyDocument, site: Site): Page {
  return {
    ...{ name: 'LlmsText', route: '/llms.txt', pattern: /^\/llms\.txt$/, parameters: [] },
    async answer(_asked, read) {
      const { site: about, topics, articles } = shown.parse(await read(document, { locale: site.defaultLocale }))
      const sections = topics.nodes.map(({ name, url, description }) => ({ title: name, url, about: description }))
      const newest = articles.nodes.map(({ headline, path, standfirst }) => ({
        ...{ title: headline, url: textAddress(path, site), about: standfirst },
      }))
      const body = markdownOf([
        { type: 'heading', depth: 1, children: linesMarkdown(about.name) },
        ...(about.description === null
          ? []
          : [{ type: 'blockquote' as const, children: [paragraphOf(...linesMarkdown(about.description))] }]),
        ...part('Sections', sections),
        ...part('Newest articles', newest),
      ])
      return { status: 200, type: MARKDOWN, body }
    },
  }
}

function part(title: string, entries: readonly Entry[]) {
  if (entries.length === 0) return []
  return [
    { type: 'heading' as const, depth: 2 as const, children: linesMarkdown(title) },
    { type: 'list' as const, ordered: false, spread: false, children: entries.map(itemOf) },
  ]
}

function itemOf({ title, url, about }: Entry) {
  const words = about === null ? '' : `: ${about.replace(/\s+/g, ' ')}`
  const link = { type: 'link' as const, url, children: linesMarkdown(title) }
  return { type: 'listItem' as const, spread: false, children: [paragraphOf(link, ...linesMarkdown(words))] }
}
