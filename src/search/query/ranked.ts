import { sql } from 'kysely'
import { and, type Sql } from '../../reading/sql.ts'
import { languagesOf, marking, part, rankOf, type SearchQuery } from './found.ts'

/** Of more matches than this only the newest are ranked: to rank half of a million articles takes seconds. */
export const MOST_RANKED = 10_000
export const NEWEST_RANKED = 2000

/** What a list shows of the matches among live articles. Documents are read only to rank them: matches are counted and put in the order of their dates without. */
export interface LiveMatches {
  /** CTEs, with `marksIn` for `name` */
  readonly with: Sql
  /** The matches that the list can show: id, rank, and what else the order needs */
  readonly rows: Sql
  /** Whether there is no match */
  readonly isEmpty: Sql
  /** How many match, if `rows` does not have them all; otherwise null */
  readonly total: Sql
}

/** Which live articles are wanted. */
export interface Wanted {
  /** The alias of `live_search` */
  readonly as: string
  /** Their only language, or null */
  readonly locale: Sql | null
  /** Whether `live_search` says which, without the articles */
  readonly isStored: boolean
  /** FROM and WHERE of the wanted ones among the documents of `from` */
  readonly source: (from: Sql, besides: Sql) => Sql
}

/** So many of the newest articles say whether a word is common. */
export const PROBED = 200

/** If so many of them match, the newest matches are found fastest by going through the articles; otherwise by their index. */
export const COMMON = 80

/** As far as that may go. So common a word is found NEWEST_RANKED times long before. */
export const FARTHEST = 100_000

const NEWEST_FIRST = sql`order by published_at desc, article_id desc`
const newest = (count: number): Sql => sql`(select * from live_search ${NEWEST_FIRST} limit ${sql.lit(count)})`

function partOf(query: SearchQuery, name: string, { as, locale, source }: Wanted) {
  const { asked, from, among } = part(query, name, 'live_search', {
    as,
    config: locale && sql`text_search_config(${locale})`,
  })
  const at = (column: string) => sql.ref(`${as}.${column}`)
  const isInLocale = locale ? [sql`${at('locale')} = ${locale}`] : []
  return {
    asked,
    found: (besides: readonly Sql[] = [], some?: Sql) =>
      source(some ? among(some) : from, and([...isInLocale, ...besides])),
    at,
    texts: sql`${at('document')}, ${at('as_written')}, l.query, l.written`,
    newestFirst: sql`order by ${at('published_at')} desc, ${at('article_id')} desc`,
  }
}

/** The best ones: if there are more than MOST_RANKED, of the NEWEST_RANKED newest. */
export function bestMatches(query: SearchQuery, name: string, wanted: Wanted): LiveMatches {
  const { asked, found, at, texts, newestFirst } = partOf(query, name, wanted)
  const cte = (part: string) => sql.ref(`${name}_${part}`)
  const exact = sql.ref(name)
  const isMany = sql`(select is_many from ${cte('size')})`
  const isCommon = sql`(select is_common from ${cte('probe')})`
  const ranked = (rows: Sql) => sql`select r.id, r.config, ${rankOf('r', 'r')} as rank from ${rows} r`
  const match = sql`select ${at('article_id')} as id, ${at('config')}, ${texts}`
  const newestOf = (source: Sql) => ranked(sql`(${match} ${source} ${newestFirst} limit ${sql.lit(NEWEST_RANKED)})`)
  const probe = sql`select count(*) >= ${sql.lit(COMMON)} as is_common ${found([isMany], newest(PROBED))}`
  return {
    with: sql`${asked},
      ${cte('some')} as materialized (${match} ${found()} limit ${sql.lit(MOST_RANKED + 1)}),
      ${cte('size')} as materialized (select count(*) > ${sql.lit(MOST_RANKED)} as is_many from ${cte('some')}),
      ${cte('probe')} as materialized (${wanted.isStored ? probe : sql`select false as is_common`}),
      ${exact} as materialized (
        ${ranked(cte('some'))} where not ${isMany}
        union all
        ${newestOf(found([isMany, sql`not ${isCommon}`]))}
        union all
        ${newestOf(found([isCommon], newest(FARTHEST)))}),
      ${marking(query, name, 'LIVE', exact)}`,
    rows: sql`select id, rank from ${exact}`,
    isEmpty: sql`not exists (select 1 from ${exact})`,
    total: sql`(select count(*)::int ${found()} having ${isMany})`,
  }
}

/** All of them with their dates; `rank` is left to `rankOf`. */
export function datedMatches(query: SearchQuery, name: string, wanted: Wanted): LiveMatches {
  const { asked, found, at, texts } = partOf(query, name, wanted)
  const isEmpty = sql.ref(`${name}_none`)
  return {
    with: sql`${asked},
      ${isEmpty} as materialized (select not exists (select 1 ${found()}) as is_empty),
      ${marking(query, name, 'LIVE', languagesOf(name, 'live_search'))}`,
    rows: sql`select ${at('article_id')} as id, null::float8 as rank, ${at('published_at')}, ${texts} ${found()}`,
    isEmpty: sql`(select is_empty from ${isEmpty})`,
    total: sql`null::int`,
  }
}
