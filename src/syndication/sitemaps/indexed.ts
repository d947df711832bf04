import * as z from 'zod'

/** What an article says of search engines. */
export const indexing = {
  url: z.string(),
  noIndex: z.boolean(),
  canonicalUrl: z.string().nullable(),
}

type Indexing = z.output<z.ZodObject<typeof indexing>>

/** Whether search engines shall list the page: not if it says no, or if the text belongs to another page. */
export function isIndexed({ url, noIndex, canonicalUrl }: Indexing): boolean {
  return !noIndex && (canonicalUrl === null || canonicalUrl === url)
}

/** Of a sitemap. The most that the protocol allows is 50,000; so many are read in a moment. */
const MOST_URLS = 1000

interface Listed<Node> {
  readonly nodes: readonly Node[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })

/** The first of a list, page by page. */
export async function readList<Node>(
  listAfter: (after: string | null) => Promise<Listed<Node>>,
  start: string | null,
): Promise<Node[]> {
  const found: Node[] = []
  for (let after = start; found.length < MOST_URLS; ) {
    const { nodes, pageInfo: page } = await listAfter(after)
    found.push(...nodes)
    if (!page.hasNextPage) break
    after = page.endCursor
  }
  return found
}
