import { sql } from 'kysely'
import type { Selection } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import type { Site } from '../site/site.ts'
import { boundLocale } from './locale.argument.ts'

interface Slugged {
  /** The alias of a table whose rows have a slug in a language, and may have been published */
  readonly alias: string
  readonly slug: Sql
  /** Null: any */
  readonly locale: Sql | null
  readonly defaultLocale: Sql
}

/**
 * What is found by a slug: in the language that is asked for; in any, that in the site's language comes first, then what was published first.
 */
export function bySlug({ alias, slug, locale, defaultLocale }: Slugged): { where: Sql; orderBy: Sql | null } {
  const at = (name: string): Sql => sql.ref(`${alias}.${name}`)
  const isNamed = sql`${at('slug')} = ${slug}`
  if (locale) return { where: sql`${isNamed} and ${at('locale')} = ${locale}`, orderBy: null }
  return {
    where: isNamed,
    orderBy: sql`${at('locale')} = ${defaultLocale} desc, ${at('first_published_at')}, ${at('id')}`,
  }
}

/** What the arguments `slug` and `locale` of a root field ask for. @param alias of the row, or of another table with slugs in languages */
export function askedBySlug(selection: Selection, alias: string, site: Site): ReturnType<typeof bySlug> {
  const language = selection.argument('locale')
  return bySlug({
    alias,
    slug: selection.argument('slug').bind('text'),
    locale: language.isGiven ? boundLocale(language) : null,
    defaultLocale: sql.lit(site.defaultLocale),
  })
}
