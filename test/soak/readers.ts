import { setTimeout as wait } from 'node:timers/promises'
import { ask, faultOf } from '../faults/clients.ts'

const KHOURY = 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties'

/** Pages of a site, more often those that readers open more often */
const PAGES: readonly { query: string; variables: (n: number) => object }[] = [
  ...Array.from({ length: 5 }, () => ({
    query: `query ArticlePage($slug: String!) { article(slug: $slug) { headline byline bodyHtml topics { topic { name } } leadImage { text image { url } }
      relatedArticles(first: 5) { nodes { headline } } } }`,
    variables: () => ({ slug: KHOURY }),
  })),
  ...Array.from({ length: 3 }, () => ({
    query:
      'query FrontPage($first: Int!) { articles(first: $first) { nodes { headline standfirst byline } pageInfo { endCursor } } }',
    // Most of them in no cache
    variables: (n: number) => ({ first: 1 + (n % 40) }),
  })),
  {
    query:
      'query TopicPage($slug: String!) { topic(slug: $slug) { name articles(first: 20) { totalCount nodes { headline } } relatedTopics(first: 5) { nodes { name } } } }',
    variables: () => ({ slug: 'egypt' }),
  },
  {
    query: 'query Search($query: String!) { search(query: $query, first: 10) { totalCount nodes { headline } } }',
    variables: (n: number) => ({ query: n % 2 === 0 ? 'Cairo' : 'bridge' }),
  },
]

export interface Load {
  requests: number
  /** 503, or no connection */
  unavailable: number
  readonly wrong: Set<string>
  /** In ms, of every tenth answer */
  readonly latencies: number[]
}

async function request(url: string, n: number, load: Load): Promise<void> {
  const page = PAGES[n % PAGES.length]
  if (!page) return
  const since = performance.now()
  load.requests += 1
  try {
    const response = await ask(url, { query: page.query, variables: page.variables(n) })
    const wrong = faultOf(response)
    if (wrong) load.wrong.add(wrong)
    if (response.status !== 200) load.unavailable += 1
    else if (n % 10 === 0) load.latencies.push(performance.now() - since)
  } catch (error) {
    load.wrong.add(String(error))
  }
}

function newLoad(): Load {
  return { requests: 0, unavailable: 0, wrong: new Set(), latencies: [] }
}

/** How many requests a second are answered when 16 readers ask one after the other. */
export async function capacity(url: string, seconds: number): Promise<number> {
  const load = newLoad()
  const until = performance.now() + seconds * 1000
  const each = async (first: number) => {
    for (let n = first; performance.now() < until; n += 16) await request(url, n, load)
  }
  await Promise.all(Array.from({ length: 16 }, (_each, first) => each(first)))
  return load.requests / seconds
}

const TICK_MS = 50
/** A reader does not wait for others: but those who have asked are not without number. */
const MOST_WAITING = 500

/** So many requests a second, whether or not earlier ones have been answered, until `isOver`. */
export async function readers(url: () => string, perSecond: number, isOver: () => boolean): Promise<Load> {
  const load = newLoad()
  let waiting = 0
  let due = 0
  let n = 0
  while (!isOver()) {
    due += (perSecond * TICK_MS) / 1000
    for (; due >= 1; due -= 1) {
      if (waiting >= MOST_WAITING) continue
      waiting += 1
      n += 1
      void request(url(), n, load).finally(() => {
        waiting -= 1
      })
    }
    await wait(TICK_MS)
  }
  while (waiting > 0) await wait(TICK_MS)
  return load
}
