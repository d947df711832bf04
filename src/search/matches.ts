import { sql } from 'kysely'
import type { SearchOrderByInput } from '../generated/graphql.ts'
import { boundLocale } from '../language/locale.argument.ts'
import type { Argument } from '../reading/argument.ts'
import { whereOf } from '../reading/filter.ts'
import { chosenOrder, type ListSource, type OrdersOf } from '../reading/list-source.ts'
import type { Row, Selection } from '../reading/plan.ts'
import { and, type Sql } from '../reading/sql.ts'
import { articleId, articleOrders } from '../stage/article.rows.ts'
import { marking, matching, rankOf, type SearchQuery } from './query/found.ts'
import { bestMatches, datedMatches, type Wanted } from './query/ranked.ts'
import { similarNames } from './similar-names.ts'

/** The articles that match, as a list. */
interface Matches {
  readonly source: Pick<ListSource, 'order' | 'direction' | 'by' | 'with' | 'total'>
  /** How well the row matches */
  readonly rank: Sql
  /** Columns of the match: `id`, and the `words` to mark, null for those of the query */
  readonly at: (name: string) => Sql
}

/** What a statement calls the articles that match the words as they are. */
export const EXACT = 'exact'

const bestFirst = { name: 'rank', direction: 'DESC' } as const

const columnsOf = (row: Row) => (name: string) => sql.ref(`${row.alias}_found.${name}`)

export function draftMatches(selection: Selection, row: Row, query: SearchQuery): Matches {
  const at = columnsOf(row)
  const language = selection.argument('locale')
  const where = selection.argument('where')
  // OFFSET 0: each is looked up by its id. PostgreSQL cannot know how few they are, and would read an index of all articles.
  row.from = sql`matches as ${sql.ref(`${row.alias}_found`)} cross join lateral (select * from article where id = ${at('id')} offset 0) ${sql.ref(row.alias)}`
  row.conditions.push(sql`${sql.ref(`${row.alias}.status`)} <> 'TRASHED'`)
  if (language.isGiven) row.conditions.push(sql`${sql.ref(`${row.alias}.locale`)} = ${boundLocale(language)}`)
  if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
  const orders: OrdersOf<SearchOrderByInput> = {
    rank: { value: () => at('rank'), type: 'float8' },
    publishedAt: articleOrders.publishedAt,
    id: articleOrders.id,
  }
  return {
    source: {
      ...chosenOrder(selection, row, orders, bestFirst),
      with: sql`${matching(query, EXACT, 'DRAFT')}, ${marking(query, EXACT, 'DRAFT', sql.ref(EXACT))},
        matches as materialized (select id, rank, null::jsonb as words from ${sql.ref(EXACT)})`,
    },
    rank: at('rank'),
    at,
  }
}

export function liveMatches(selection: Selection, row: Row, query: SearchQuery, hasTrigrams: boolean): Matches {
  const at = columnsOf(row)
  row.lookUpShown(sql`matches as ${sql.ref(`${row.alias}_found`)}`, sql`${articleId(row)} = ${at('id')}`)
  const orders: OrdersOf<SearchOrderByInput> = {
    rank: { value: () => at('rank'), type: 'float8' },
    publishedAt: { value: () => at('published_at'), type: 'timestamptz' },
    id: { value: () => at('id'), type: 'uuid' },
  }
  const order = chosenOrder(selection, row, orders, bestFirst)
  const isByDate = order.order === 'publishedAt'
  const wanted = wantedOf(selection)
  const found = (isByDate ? datedMatches : bestMatches)(query, EXACT, wanted)
  const others = isByDate ? sql`, s.published_at, null::tsvector, null::tsvector, null::tsquery, null::tsquery` : sql``
  const similar = hasTrigrams
    ? [
        similarNames(query, { isNeeded: found.isEmpty, isWanted: isWantedToo(selection, wanted), columns: others }),
        sql`select * from similar_ones`,
      ]
    : []
  const texts = isByDate ? sql`, published_at, document, as_written, query, written` : sql``
  const rows = sql`select id, rank, null::jsonb as words${texts} from (${found.rows}) every_match`
  return {
    source: {
      ...order,
      with: sql`${sql.join([found.with, ...similar.slice(0, 1)])},
        matches as not materialized (${sql.join([rows, ...similar.slice(1)], sql` union all `)})`,
      total: sql`coalesce(${found.total}, (select count(*)::int from matches))`,
    },
    rank: isByDate ? sql`coalesce(${at('rank')}, ${rankOf(`${row.alias}_found`, `${row.alias}_found`)})` : at('rank'),
    at,
  }
}

/** What `live_search` says of an article under the same names. */
const STORED_WITH_DOCUMENTS: ReadonlySet<string> = new Set(['locale', 'publishedAt'])

/** Whether `where` asks only for what is stored with the documents. */
function isStoredWithDocuments(where: Argument): boolean {
  return where.parts().every(([name, part]) => {
    if (!['AND', 'OR', 'NOT'].includes(name)) return STORED_WITH_DOCUMENTS.has(name)
    return (Array.isArray(part.value) ? part.items() : [part]).every(isStoredWithDocuments)
  })
}

function wantedOf(selection: Selection): Wanted {
  const language = selection.argument('locale')
  const locale = language.isGiven ? boundLocale(language) : null
  const where = selection.argument('where')
  if (!where.isGiven)
    return { as: 's', locale, isStored: true, source: (from, besides) => sql`from ${from} where ${besides}` }
  const article = selection.planner.row('Article')
  const table = article.from
  const isStored = isStoredWithDocuments(where)
  // Only live articles have documents here.
  if (isStored) article.conditions.splice(0)
  else article.conditions.push(sql`${articleId(article)} = s.article_id`)
  article.conditions.push(whereOf(article, where, selection.planner))
  return {
    as: isStored ? article.alias : 's',
    locale,
    isStored,
    source: (from, besides) => {
      article.from = isStored ? from : sql`${from} cross join ${table}`
      return article.source(besides)
    },
  }
}

/** Whether an article that has a similar name, `c` with its document `s`, is wanted. */
function isWantedToo(selection: Selection, { locale }: Wanted): Sql {
  const where = selection.argument('where')
  const conditions = locale ? [sql`s.locale = ${locale}`] : []
  if (where.isGiven) {
    const article = selection.planner.row('Article')
    article.conditions.push(sql`${articleId(article)} = c.id`, whereOf(article, where, selection.planner))
    conditions.push(sql`exists (select 1 ${article.source()})`)
  }
  return and(conditions)
}
