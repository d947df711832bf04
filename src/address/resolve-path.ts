import { sql } from 'kysely'
import { listOf, textOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Field, PlannedField, Row, Selection } from '../reading/plan.ts'
import { firstOf, planLookup } from '../reading/root.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'
import {
  articlePath,
  authorPath,
  parseSitePath,
  type Site,
  type SiteAddress,
  type SiteKind,
  topicPath,
} from '../site/site.ts'

/** One part of the address that the client gave, as a parameter. */
type Part = (name: keyof SiteAddress, type: string) => Sql

function partsOf(path: Argument, site: Site): Part {
  return (name, type) => path.bind(type, (value) => parseSitePath(textOf(value), site)?.[name] ?? null)
}

function current(selection: Selection, type: string, kind: SiteKind, part: Part): PlannedField {
  return planLookup(selection, type, {
    where: (row: Row) => {
      const at = (name: string) => sql.ref(`${row.alias}.${name}`)
      const isHere = sql`${part('kind', 'text')} = ${sql.lit(kind)} and ${at('slug')} = ${part('slug', 'text')}`
      return kind === 'ARTICLE' ? sql`${isHere} and ${at('locale')} = ${part('locale', 'text')}` : isHere
    },
  })
}

/** [kind, locale, slug] of what an old address leads to: always where it is now, so that there are no chains. */
function moved(part: Part): Sql {
  return sql`(select case
      when a.live_revision_id is not null then json_build_array('ARTICLE', a.locale, a.slug)
      when t.id is not null then json_build_array('TOPIC', '', t.slug)
      when w.id is not null then json_build_array('AUTHOR', '', w.slug) end
    from slug_alias s left join article a on a.id = s.article_id left join topic t on t.id = s.topic_id left join author w on w.id = s.author_id
    where s.kind = ${part('kind', 'text')}::alias_kind and s.slug = ${part('slug', 'text')}
      and s.locale = coalesce(case when s.kind = 'ARTICLE' then ${part('locale', 'text')} end, ''))`
}

/**
 * When an article at this address, current or old, was withdrawn or deleted, even if it is scheduled again. An article that was never live
 * was never there.
 */
function gone(part: Part): Sql {
  const wasHere = sql`(a.slug = ${part('slug', 'text')} and a.locale = ${part('locale', 'text')}
    or a.id = (select article_id from slug_alias where kind = 'ARTICLE' and slug = ${part('slug', 'text')} and locale = ${part('locale', 'text')}))`
  const deletedAt = sql`(select ${isoTimestamp(sql`s.gone_at`)} from slug_alias s
    where s.kind = ${part('kind', 'text')}::alias_kind and s.slug = ${part('slug', 'text')} and s.locale = coalesce(${part('locale', 'text')}, ''))`
  return sql`coalesce((select ${isoTimestamp(sql`coalesce(a.withdrawn_at, a.trashed_at)`)} from article a
    where ${part('kind', 'text')} = 'ARTICLE' and ${wasHere} and a.live_revision_id is null and a.first_published_at is not null
    order by a.updated_at desc limit 1), ${deletedAt})`
}

const paths: Record<SiteKind, (address: { locale: string; slug: string }, site: Site) => string> = {
  ARTICLE: articlePath,
  TOPIC: topicPath,
  AUTHOR: authorPath,
}

function location(value: unknown, site: Site): string | null {
  if (value === null) return null
  const [kind, locale, slug] = listOf(value).map(textOf)
  const path = kind === 'ARTICLE' || kind === 'TOPIC' || kind === 'AUTHOR' ? paths[kind] : null
  return path && slug !== undefined ? path({ locale: locale ?? '', slug }, site) : null
}

/** Query.resolvePath: the object at the address; otherwise a redirect to its newest address; otherwise since when it is gone. */
export function resolvePath(site: Site): Field {
  return (selection) => {
    const part = partsOf(selection.argument('path'), site)
    const project = projectValue(selection, new Set(['Article', 'Topic', 'Author']))
    return firstOf([
      current(selection, 'Article', 'ARTICLE', part),
      current(selection, 'Topic', 'TOPIC', part),
      current(selection, 'Author', 'AUTHOR', part),
      {
        needs: [{ key: 'moved', sql: moved(part) }],
        finish: ([value], run) => {
          const target = location(value, site)
          return target === null ? null : project({ __typename: 'Redirect', location: target, permanent: true }, run)
        },
      },
      {
        needs: [{ key: 'gone', sql: gone(part) }],
        finish: ([since], run) => (since === null ? null : project({ __typename: 'Gone', since }, run)),
      },
    ])
  }
}
