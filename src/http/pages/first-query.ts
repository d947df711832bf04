/** What any newsroom can answer. */
export const NEWEST = '{ articles(first: 3) { nodes { headline byline publishedAt } } }'

/** What the seeded newsroom can answer; explorer/examples.ts opens the same article. */
export const SEEDED = `{ article(slug: "senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties") {
    headline byline leadImage { text credit } topics { topic { name } }
  } }`

/** What any server can answer to one of the desk. */
export const VIEWER = '{ viewer { name role permissions } }'

/** A line for the shell. By GET, since that needs no JSON within quotes within quotes. */
export function asCurl(api: string, query: string, token?: string): string {
  const header = token === undefined ? '' : `  -H 'authorization: Bearer ${token}' \\\n`
  return `curl -G ${api} \\\n${header}  --data-urlencode 'query=${query}'`
}
