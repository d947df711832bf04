/** What any newsroom can answer. */
export const NEWEST = '{ articles(first: 3) { nodes { headline byline publishedAt } } }'

/** What the seeded newsroom can answer; explorer/examples.ts opens the same article. */
export const SEEDED = `{ article(slug: "senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties") {
    headline byline leadImage { text credit } topics { topic { name } }
  } }`

/** A line for the shell. By GET, since that needs no JSON within quotes within quotes. */
export function asCurl(api: string, query: string): string {
  return `curl -G ${api} \\\n  --data-urlencode 'query=${query}'`
}
