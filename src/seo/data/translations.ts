import { sql } from 'kysely'
import * as z from 'zod'
import type { SeoAlternate, SitePathKind } from '../../generated/graphql.ts'
import { parseLocale } from '../../language/locale.argument.ts'
import type { Sql } from '../../reading/sql.ts'
import { absoluteUrl, pathOf, type Site } from '../../site/site.ts'

/** What every translation has, beside what only those of topics or of authors have. */
export interface Translation {
  readonly locale: string
  readonly name: string
  readonly slug: string
}

export const translation = z.object({ locale: z.string(), name: z.string(), slug: z.string() })

/** All of them as a JSON array, in the order of their languages. @param values of a row `x`, as json_build_object takes them */
export function translationsJson(table: 'topic_translation' | 'author_translation', of: Sql, values: Sql = sql``): Sql {
  const key = table === 'topic_translation' ? sql`x.topic_id` : sql`x.author_id`
  return sql`(select coalesce(json_agg(json_build_object('locale', x.locale, 'name', x.name, 'slug', x.slug${values}) order by x.locale), '[]'::json)
    from ${sql.table(table)} x where ${key} = ${of})`
}

/** The argument `locale`; null: the site's language. @throws GraphQLError BAD_USER_INPUT */
export const wantedLocale = ({ locale }: Readonly<Record<string, unknown>>): string | null =>
  locale === undefined || locale === null ? null : parseLocale(locale)

/** The address of the page in the language of a translation, or of the page itself. */
export function addressOf(kind: SitePathKind, slug: string, chosen: Translation | null, site: Site): string {
  return absoluteUrl(pathOf({ kind, locale: chosen?.locale ?? null, slug: chosen?.slug ?? slug }, site), site)
}

/** The page in each language, the same on each of them; empty where there is one language. */
export function alternatesIn(
  kind: SitePathKind,
  slug: string,
  translations: readonly Translation[],
  site: Site,
): SeoAlternate[] {
  if (translations.length === 0) return []
  const own = addressOf(kind, slug, null, site)
  return [
    { hreflang: site.defaultLocale, url: own },
    ...translations.map((each) => ({ hreflang: each.locale, url: addressOf(kind, slug, each, site) })),
    { hreflang: 'x-default', url: own },
  ]
}
