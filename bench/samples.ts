import type { Database } from '../src/database/database.ts'
import { encodeCursor } from '../src/reading/cursor.ts'
import type { Variables } from './pages.ts'

const SAMPLES = 300
const MANY_SAMPLES = 80_000
const PAGE_SIZE = 20
const DEPTH = 1000

/** The order of the front page, as its cursors name it. */
export const FRONT_PAGE_ORDER = 'Query.articles publishedAt DESC'

// md5 spreads the choice over everything there is, and makes the same one on every run.

/** Live articles of all ages. */
export async function articleSamples(database: Database): Promise<Variables[]> {
  return database.query<{ slug: string }>({
    text: 'select slug from article where live_revision_id is not null order by md5(id::text) limit $1',
    parameters: [SAMPLES],
  })
}

/** So many that each is asked for once. */
export async function manyArticleSamples(database: Database): Promise<Variables[]> {
  return database.query<{ slug: string }>({
    text: 'select slug from article where live_revision_id is not null order by md5(slug) limit $1',
    parameters: [MANY_SAMPLES],
  })
}

/** Topics with a full page of articles: pages of newsrooms of all sizes show as much then. */
export async function topicSamples(database: Database): Promise<Variables[]> {
  return database.query<{ slug: string }>({
    text: `select slug from topic join topic_total on topic_id = id where articles >= $2 order by md5(id::text) limit $1`,
    parameters: [SAMPLES, PAGE_SIZE],
  })
}

/** The front page has but one address. */
export async function firstPage(): Promise<Variables[]> {
  return [{}]
}

/** The front page's list, continued after 1,000 pages and a few more; in a database too small for that, in its last third. */
export async function deepSamples(database: Database): Promise<Variables[]> {
  const [total] = await database.query<{ live: number }>({
    text: 'select sum(articles)::int as live from live_total',
    parameters: [],
  })
  const pages = Math.floor((total?.live ?? 0) / PAGE_SIZE)
  const depth = Math.min(DEPTH, Math.floor((pages * 2) / 3))
  const rows = await database.query<{ position: unknown[] }>({
    text: `select json_build_array(published_at, id) as position from (
        select published_at, id, row_number() over (order by published_at desc, id desc) as n from article where live_revision_id is not null
      ) a where n % $1 = 0 order by n offset $2 limit $3`,
    parameters: [PAGE_SIZE, depth - 1, Math.min(SAMPLES, pages - depth)],
  })
  return rows.map(({ position }) => ({ after: encodeCursor(FRONT_PAGE_ORDER, position) }))
}

/** Two words of a headline, or a name: what readers look for, from rare to common. */
export async function searchSamples(database: Database): Promise<Variables[]> {
  const headlines = await database.query<{ headline: string }>({
    text: `select headline from article join revision on revision.id = live_revision_id where locale = 'en' order by md5(article.id::text) limit $1`,
    parameters: [SAMPLES],
  })
  const names = await database.query<{ name: string }>({
    text: `select name from (select name from topic union select name from author) n order by md5(name) limit $1`,
    parameters: [SAMPLES / 5],
  })
  const queries = [...headlines.map(({ headline }) => wordsOf(headline)), ...names.map(({ name }) => name)]
  return [...new Set(queries)].filter((query) => query.length > 3).map((query) => ({ query }))
}

function wordsOf(headline: string): string {
  const words = headline.match(/\p{L}{4,}/gu) ?? []
  return [words[1], words.at(-1)].join(' ')
}
