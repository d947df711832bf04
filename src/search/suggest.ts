import { sql } from 'kysely'
import { boundLocale, parseLocale } from '../language/locale.argument.ts'
import { localeCovers } from '../language/localized.ts'
import { isObject, planObject } from '../reading/object.ts'
import { pageSize } from '../reading/page.ts'
import type { Field, Selection, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { rememberType } from '../reading/value.ts'
import { AUTHORS, anyOf, SEARCH, searchIn, TOPICS } from '../tags/lists.ts'
import { begunWords } from './query/query-syntax.ts'
import { searchWords } from './query/search-words.ts'

const DEFAULT_SIZE = 10

/** Of the newest headlines so many are looked through first. If these give enough, no older one can be newer. */
const NEWEST = 2000

// How like a name the query must be (pg_trgm's word_similarity), as in similar-names.ts.
const LIKENESS = 0.5
const SHORTEST = 4

type Kind = 'Article' | 'Topic' | 'Author'

const KINDS: readonly Kind[] = ['Article', 'Topic', 'Author']

const NAMED = [
  { kind: 'Topic', table: 'topic', translations: 'topic_translation', total: 'topic_total', key: 'topic_id' },
  { kind: 'Author', table: 'author', translations: 'author_translation', total: 'author_total', key: 'author_id' },
] as const

interface Asked {
  /** As it was typed */
  readonly typed: Sql
  /** What search_query takes */
  readonly words: Sql
  readonly locale: Sql | null
  readonly size: Sql
}

function askedOf(selection: Selection): Asked {
  const [query, language, first] = ['query', 'locale', 'first'].map((name) => selection.argument(name))
  const clean = searchWords('query')
  if (!query || !language || !first) throw new Error('suggest has other arguments')
  return {
    typed: query.bind('text', clean),
    words: query.bind('jsonb', (typed) => JSON.stringify(begunWords(clean(typed)))),
    locale: language.isGiven ? boundLocale(language) : null,
    size: sql.lit(first.isGiven ? pageSize('first', first) : DEFAULT_SIZE),
  }
}

/**
 * The newest articles with the words in their headlines, as `headlines` with their places. OFFSET 0: older ones are found by their words. PostgreSQL cannot know
 * how few they are, and would go through all headlines by their dates.
 */
function headlines({ locale, size }: Asked): Sql {
  const inLocale = locale ? sql`locale = ${locale}` : sql`true`
  const has = sql`words @@ (select query from asked)`
  const newest = (count: Sql) => sql`order by published_at desc, article_id desc limit ${count}`
  return sql`
    recent as materialized (
      select article_id, published_at from (select * from live_headline where ${inLocale} ${newest(sql.lit(NEWEST))}) h where ${has} ${newest(size)}),
    headlines as materialized (
      select article_id as id, row_number() over (order by published_at desc, article_id desc) as place from (
        select * from recent where (select count(*) from recent) >= ${size}
        union all
        (select * from (select article_id, published_at from live_headline where ${has} and ${inLocale} and (select count(*) from recent) < ${size} offset 0) older ${newest(size)})
      ) h)`
}

/**
 * The topics and authors with the words in their names, in the site's language or in the one that is asked for, else in any; those with most articles first, as
 * `names` with their places.
 */
function names({ size, locale }: Asked, hasTrigrams: boolean): Sql {
  const found = (likeness: (name: Sql) => Sql, condition: (name: Sql) => Sql) =>
    sql.join(
      NAMED.map(({ kind, table, translations, total, key }) => {
        const [own, translated] = [sql.ref('n.name'), sql.ref('x.name')]
        const isForReaders = locale ? sql` and ${localeCovers(sql`x.locale`, locale)}` : sql``
        return sql`(select ${sql.lit(kind)} as kind, n.id, coalesce(max(total.articles), 0) as articles, max(n.likeness) as likeness
          from (
            select n.id, ${likeness(own)} as likeness from ${sql.table(table)} n where ${condition(own)}
            union all
            select ${sql.ref(`x.${key}`)}, ${likeness(translated)} from ${sql.table(translations)} x where ${condition(translated)}${isForReaders}
          ) n left join ${sql.table(total)} total on ${sql.ref(`total.${key}`)} = n.id
          group by n.id order by likeness desc, articles desc, n.id limit ${size})`
      }),
      sql` union all `,
    )
  const begun = found(
    () => sql`1::float8`,
    (name) => sql`name_words(${name}) @@ (select query from asked)`,
  )
  const likeness = (name: Sql) => sql`word_similarity((select typed from asked), search_fold(${name}))::float8`
  const isNeeded = sql`(select is_needed from misspelt)`
  const similar = found(likeness, (name) => sql`${isNeeded} and ${likeness(name)} >= ${sql.lit(LIKENESS)}`)
  const misspelt = sql`misspelt as materialized (
      select length(typed) >= ${sql.lit(SHORTEST)} and not exists (select 1 from begun) and not exists (select 1 from headlines) as is_needed from asked),`
  return sql`
    begun as materialized (${begun}),
    ${hasTrigrams ? misspelt : sql``}
    names as materialized (
      select kind, id, row_number() over (order by likeness desc, articles desc, id) as place
      from (select * from begun ${hasTrigrams ? sql`union all select * from (${similar}) likely` : sql``}) n)`
}

/** Names come first, but take no more than half of the places while headlines fill the rest. */
function suggested(asked: Asked, hasTrigrams: boolean): Sql {
  const { size, words, typed } = asked
  const ofNames = sql`least((select count(*) from names), greatest((${size} + 1) / 2, ${size} - (select count(*) from headlines)))`
  return sql`
    asked as materialized (select search_query('pg_catalog.simple', ${words}) as query, search_fold(lower(${typed})) as typed),
    ${headlines(asked)},
    ${names(asked, hasTrigrams)},
    shares as materialized (select ${ofNames} as of_names),
    suggested as materialized (
      select kind, id, place from names where place <= (select of_names from shares)
      union all
      select 'Article', id, (select of_names from shares) + place from headlines where place <= ${size} - (select of_names from shares))`
}

const tagsOfSuggestions: TagsOf = (selection) => [
  selection.argument('locale').isGiven ? searchIn(selection, ({ locale }) => parseLocale(locale)) : SEARCH,
  TOPICS,
  AUTHORS,
  // The order of names follows how many articles they have.
  anyOf('a'),
]

/** Query.suggest */
export function suggest(hasTrigrams: boolean): Field {
  return (selection, parent) => {
    selection.planner.addTags(tagsOfSuggestions(selection, parent))
    const types = KINDS.map((kind) => {
      const row = selection.planner.row(kind)
      row.from = sql`suggested s join ${row.from} on ${sql.ref(`${row.alias}.id`)} = s.id`
      row.conditions.push(sql`s.kind = ${sql.lit(kind)}`)
      const { sql: object, finish } = planObject(selection, kind, row)
      const objects = sql`(select coalesce(json_object_agg(s.place, ${object}), '{}'::json) ${row.source()})`
      return { kind, finish, pair: sql`${sql.lit(kind)}, ${objects}` }
    })
    const pairs = sql.join(types.map(({ pair }) => pair))
    return {
      needs: [
        {
          key: selection,
          sql: sql`(with ${suggested(askedOf(selection), hasTrigrams)} select json_build_object(${pairs}))`,
        },
      ],
      finish: ([value], run) => {
        const found: [number, unknown][] = []
        for (const { kind, finish } of types) {
          const objects = isObject(value) ? value[kind] : null
          if (!isObject(objects)) continue
          for (const [place, raw] of Object.entries(objects))
            found.push([Number(place), rememberType(finish ? finish(raw, run) : raw, kind)])
        }
        return found.toSorted(([one], [other]) => one - other).map(([, object]) => object)
      },
    }
  }
}
