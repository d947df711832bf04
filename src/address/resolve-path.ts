import { sql } from 'kysely'
import { listOf, textOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Field, PlannedField, Row, Selection, Tag } from '../reading/plan.ts'
import { firstOf, planLookup } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { tagOf } from '../reading/tags/tag.ts'
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
import { claimTags, goneSince, leadsTo } from './former-addresses.ts'

/** One part of the address that the client gave, as a parameter. */
type Part = (name: keyof SiteAddress, type: string) => Sql

function partsOf(path: Argument, site: Site): Part {
  return (name, type) => path.bind(type, (value) => parseSitePath(textOf(value), site)?.[name] ?? null)
}

function current(selection: Selection, type: string, kind: SiteKind, part: Part): PlannedField {
  return planLookup(selection, type, {
    tags: () => [],
    where: (row: Row) => {
      const at = (name: string) => sql.ref(`${row.alias}.${name}`)
      const isHere = sql`${part('kind', 'text')} = ${sql.lit(kind)} and ${at('slug')} = ${part('slug', 'text')}`
      return kind === 'ARTICLE' ? sql`${isHere} and ${at('locale')} = ${part('locale', 'text')}` : isHere
    },
  })
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

function pathAsked(selection: Selection, site: Site): Tag {
  return {
    letter: 'p',
    read: (run) => {
      const at = parseSitePath(textOf(selection.argumentsIn(run).path), site)
      return at ? [tagOf('p', `${at.kind.toLowerCase()} ${at.slug}`)] : []
    },
  }
}

/** Query.resolvePath: the object at the address; otherwise a redirect to its newest address; otherwise since when it is gone. */
export function resolvePath(site: Site): Field {
  return (selection) => {
    const part = partsOf(selection.argument('path'), site)
    const address = { kind: part('kind', 'text'), slug: part('slug', 'text'), locale: part('locale', 'text') }
    selection.planner.addTags([pathAsked(selection, site), { letter: 'a', row: null, sql: claimTags(address) }])
    const project = projectValue(selection, new Set(['Article', 'Topic', 'Author']))
    return firstOf([
      current(selection, 'Article', 'ARTICLE', part),
      current(selection, 'Topic', 'TOPIC', part),
      current(selection, 'Author', 'AUTHOR', part),
      {
        needs: [{ key: 'moved', sql: leadsTo(address) }],
        finish: ([value], run) => {
          const target = location(value, site)
          return target === null ? null : project({ __typename: 'Redirect', location: target, permanent: true }, run)
        },
      },
      {
        needs: [{ key: 'gone', sql: goneSince(address) }],
        finish: ([since], run) => (since === null ? null : project({ __typename: 'Gone', since }, run)),
      },
    ])
  }
}
