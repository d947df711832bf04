import type { Request } from 'autocannon'
import { documentOf, type Page, type PageName, type Variables } from './pages.ts'

/** What is sent to one of the servers. */
export interface Requests {
  origin: string
  list: Request[]
}

export function copydeskRequests(origin: string, page: Page, samples: readonly Variables[]): Requests {
  const query = documentOf(page)
  const list = samples.map((variables) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, operationName: page.operation }),
  }))
  return { origin, list }
}

/** The same by GET, which caches can keep. */
export function getRequests(
  origin: string,
  page: Page,
  samples: readonly Variables[],
  headers: Readonly<Record<string, string>> = {},
): Requests {
  const query = documentOf(page)
  const list = samples.map((variables) => {
    const parameters = { query, variables: JSON.stringify(variables), operationName: page.operation }
    return { method: 'GET' as const, path: `/graphql?${new URLSearchParams(parameters)}`, headers }
  })
  return { origin, list }
}

/** With the hash of a known document instead of its text. */
export function idRequests(
  origin: string,
  hash: string,
  samples: readonly Variables[],
  method: 'GET' | 'POST',
): Requests {
  const documentId = `sha256:${hash}`
  const list = samples.map((variables) =>
    method === 'GET'
      ? { method, path: `/graphql?${new URLSearchParams({ documentId, variables: JSON.stringify(variables) })}` }
      : {
          method,
          path: '/graphql',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ documentId, variables }),
        },
  )
  return { origin, list }
}

/** The ceiling takes the variables as they are: a document would only be work. */
export function ceilingRequests(origin: string, name: PageName, samples: readonly Variables[]): Requests {
  const list = samples.map((variables) => ({
    method: 'GET' as const,
    path: `/${name}?${new URLSearchParams(variables)}`,
  }))
  return { origin, list }
}
