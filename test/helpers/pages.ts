import { expect } from 'vitest'
import type { Client, Variables } from './api.ts'

interface PageInfo {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor: string | null
  endCursor: string | null
}

export interface Page {
  edges: { cursor: string; node: { id: string } }[]
  pageInfo: PageInfo
}

const PAGE = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

/** How a test asks for pages of one list. */
export interface List {
  /** Root field with its own arguments and `$page` where those of paging stand: `articles(orderBy: { headline: ASC } $page)` */
  field: string
  /** The root field within which the list stands: `topic(slug: "egypt")` */
  within?: string
  /** What to select instead of `node { id }` */
  node?: string
}

const PAGING = '$first: Int, $after: String, $last: Int, $before: String'
const ARGUMENTS = 'first: $first, after: $after, last: $last, before: $before'

export function pagesOf(api: Pick<Client, 'query'>, { field, within, node = 'id' }: List) {
  const list = `list: ${field.replace('$page', ARGUMENTS)} { ${PAGE.replace('node { id }', `node { ${node} }`)} }`
  const document = `query (${PAGING}) { ${within ? `within: ${within} { ${list} }` : list} }`

  async function page(variables: Variables): Promise<Page> {
    const data = await api.query<{ list: Page; within?: { list: Page } }>(document, variables)
    return data.within?.list ?? data.list
  }

  /** The ids of the whole list, by pages of `sizes` in turn from its start. Each page's flags and cursors are checked on the way. */
  async function forward(sizes: readonly number[]): Promise<string[]> {
    const ids: string[] = []
    let after: string | null = null
    for (let turn = 0; ; turn += 1) {
      const first = sizes[turn % sizes.length]
      const { edges, pageInfo }: Page = await page({ first, after })
      checkEnds({ edges, pageInfo })
      expect(pageInfo.hasPreviousPage).toBe(ids.length > 0)
      ids.push(...edges.map((edge) => edge.node.id))
      if (!pageInfo.hasNextPage) return ids
      expect(edges).toHaveLength(first ?? 20)
      after = pageInfo.endCursor
    }
  }

  /** The same from the end. */
  async function backward(sizes: readonly number[]): Promise<string[]> {
    let ids: string[] = []
    let before: string | null = null
    for (let turn = 0; ; turn += 1) {
      const last = sizes[turn % sizes.length]
      const { edges, pageInfo }: Page = await page({ last, before })
      checkEnds({ edges, pageInfo })
      expect(pageInfo.hasNextPage).toBe(ids.length > 0)
      ids = [...edges.map((edge) => edge.node.id), ...ids]
      if (!pageInfo.hasPreviousPage) return ids
      expect(edges).toHaveLength(last ?? 20)
      before = pageInfo.startCursor
    }
  }

  return { page, forward, backward }
}

function checkEnds({ edges, pageInfo }: Page): void {
  expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null)
  expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null)
}
