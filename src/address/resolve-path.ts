import { sql } from 'kysely'
import type { SitePathKind } from '../generated/graphql.ts'
import { listOf, textOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Field, PlannedField, Row, Selection, Tag } from '../reading/plan.ts'
import { firstOf, planLookup } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { tagOf } from '../reading/tags/tag.ts'
import { projectValue } from '../reading/value.ts'
import { parseOldPath } from '../site/old-path.ts'
import { isCanonical, parseSitePath, pathOf, type Site, type SiteAddress } from '../site/site.ts'
import { claimTags, goneSince, idAt, inOtherLanguage, leadsTo } from './former-addresses.ts'
import { placeIn } from './place.ts'
import { redirectedTo, redirectGoneSince } from './redirected.ts'

/** One part of the address that the client gave, as a parameter. */
type Part = (name: keyof SiteAddress, type: string) => Sql

function partsOf(path: Argument, site: Site): Part {
  return (name, type) => path.bind(type, (value) => parseSitePath(textOf(value), site)?.[name] ?? null)
}

function current(selection: Selection, type: string, kind: SitePathKind, part: Part): PlannedField {
  return planLookup(selection, type, {
    tags: () => [],
    where: (row: Row) => {
      const at = (name: string) => sql.ref(`${row.alias}.${name}`)
      const [slug, locale] = [part('slug', 'text'), part('locale', 'text')]
      const isKind = sql`${part('kind', 'text')} = ${sql.lit(kind)}`
      if (kind === 'ARTICLE') return sql`${isKind} and ${at('slug')} = ${slug} and ${at('locale')} = ${locale}`
      return sql`${isKind} and ${at('id')} = ${idAt(kind, slug, locale)}`
    },
  })
}

type Project = ReturnType<typeof projectValue>

const redirect = (location: string, permanent: boolean) => ({ __typename: 'Redirect', location, permanent })

/** What is at an address that is spelled in another way than the site spells it has a redirect to the spelling of the site. */
function spelled(selection: Selection, site: Site, project: Project, field: PlannedField): PlannedField {
  return {
    ...field,
    finish: (values, run) => {
      const found = field.finish ? field.finish(values, run) : values[0]
      if (found === null) return null
      const text = textOf(selection.argumentsIn(run).path)
      const address = parseSitePath(text, site)
      return address === null || isCanonical(text, address, site)
        ? found
        : project(redirect(pathOf(address, site), true), run)
    },
  }
}

/** What is at an address, and what was there; and the redirect at the path. */
function pathAsked(selection: Selection, site: Site): Tag {
  return {
    letter: 'p',
    read: (run) => {
      const text = textOf(selection.argumentsIn(run).path)
      const [at, { path }] = [parseSitePath(text, site), parseOldPath(text, site)]
      return [
        ...(at ? [tagOf('p', `${at.kind.toLowerCase()} ${at.slug}`)] : []),
        ...(path === undefined ? [] : [tagOf('p', `path ${path}`)]),
      ]
    },
  }
}

/**
 * Query.resolvePath: the object at the address; otherwise a redirect to its newest address; otherwise where the redirect of an old address leads; otherwise the
 * address of a topic or author that has the slug in another language; otherwise since when what was there is gone.
 */
export function resolvePath(site: Site): Field {
  return (selection) => {
    const asked = selection.argument('path')
    const part = partsOf(asked, site)
    const address = { kind: part('kind', 'text'), slug: part('slug', 'text'), locale: part('locale', 'text') }
    const oldPath = asked.bind('text', (value) => parseOldPath(textOf(value), site).path ?? null)
    selection.planner.addTags([pathAsked(selection, site), { letter: 'a', row: null, sql: claimTags(address) }])
    const project = projectValue(selection, new Set(['Article', 'Topic', 'Author']))
    const here = (type: string, kind: SitePathKind) =>
      spelled(selection, site, project, current(selection, type, kind, part))
    const gone = (key: string, since: Sql): PlannedField => ({
      needs: [{ key, sql: since }],
      finish: ([value], run) => (value === null ? null : project({ __typename: 'Gone', since: value }, run)),
    })
    return firstOf([
      here('Article', 'ARTICLE'),
      here('Topic', 'TOPIC'),
      here('Author', 'AUTHOR'),
      {
        needs: [{ key: 'moved', sql: leadsTo(address) }],
        finish: ([value], run) => {
          const target = placeIn(value, site)
          return target === null ? null : project(redirect(target, true), run)
        },
      },
      {
        needs: [{ key: 'redirected', sql: redirectedTo(oldPath) }],
        finish: ([value], run) => {
          if (value === null) return null
          const [permanent, to] = listOf(value)
          const target = typeof to === 'string' ? to : placeIn(to, site)
          return target === null ? null : project(redirect(target, permanent === true), run)
        },
      },
      {
        needs: [{ key: 'in another language', sql: inOtherLanguage(address) }],
        finish: ([value], run) => {
          const target = placeIn(value, site)
          // It may get a page in the language that was asked for.
          return target === null ? null : project(redirect(target, false), run)
        },
      },
      gone('gone', goneSince(address)),
      gone('redirect gone', redirectGoneSince(oldPath)),
    ])
  }
}
