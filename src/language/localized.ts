import { sql } from 'kysely'
import { listOf, textOf } from '../lib/json.ts'
import { computed, plain } from '../reading/field.ts'
import type { Expression, Field, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { absoluteUrl, pathOf, type Site } from '../site/site.ts'
import { boundLocale } from './locale.argument.ts'

// A topic or author has what is said of it in the site's language in its own row, and what is said in others in rows of another table. A client that asks for a
// language gets the nearest: "he-IL", else "he", else the site's.

const TABLES = {
  TOPIC: { table: 'topic_translation', key: 'topic_id' },
  AUTHOR: { table: 'author_translation', key: 'author_id' },
} as const

export type TranslatedKind = keyof typeof TABLES

/** Whether a translation in a language is for readers of another. */
export const localeCovers = (locale: Sql, wanted: Sql): Sql => sql`locale_covers(${locale}, ${wanted})`

/** The translations, as `x`, that are for readers of a language, the nearest first. @param value of which they must have one */
export function nearestTranslation(kind: TranslatedKind, id: Sql, wanted: Sql, value: Sql): Sql {
  const { table, key } = TABLES[kind]
  return sql`(select ${value} from ${sql.table(table)} x where ${sql.ref(`x.${key}`)} = ${id} and ${localeCovers(sql`x.locale`, wanted)}
    and ${value} is not null order by length(x.locale) desc limit 1)`
}

/** The topic or author that has a slug in exactly this language. */
export function translatedAt(kind: TranslatedKind, slug: Sql, locale: Sql): Sql {
  const { table, key } = TABLES[kind]
  return sql`(select ${sql.ref(`x.${key}`)} from ${sql.table(table)} x where x.slug = ${slug} and x.locale = ${locale})`
}

/** [kind, locale, slug] of the nearest translation. */
export function nearestPlace(kind: TranslatedKind, id: Sql, wanted: Sql): Sql {
  return nearestTranslation(kind, id, wanted, sql`json_build_array(${sql.lit(kind)}, x.locale, x.slug)`)
}

/** A value in the language of the argument `locale`; its own where no translation has it. @param column of the translations */
export function localized(kind: TranslatedKind, column: string, own: Expression): Field {
  return (selection, row) => {
    const wanted = boundLocale(selection.argument('locale'))
    const value = sql`coalesce(${nearestTranslation(kind, idOf(row), wanted, sql.ref(`x.${column}`))}, ${own(row)})`
    return { needs: [{ key: selection, sql: value }] }
  }
}

const idOf = (row: Row): Sql => sql.ref(`${row.alias}.id`)

/** The addresses, in the language of the argument `locale` if one is given. */
export function localizedAddresses(kind: TranslatedKind, site: Site): Record<'path' | 'url', Field> {
  const at = (write: (path: string) => string): Field => {
    const own = computed([slugOf], ([slug]) => write(pathOf({ kind, locale: null, slug: textOf(slug) }, site)))
    return (selection, row) => {
      const language = selection.argument('locale')
      if (!language.isGiven) return own(selection, row)
      return {
        needs: [
          { key: slugOf, sql: slugOf(row) },
          { key: selection, sql: nearestPlace(kind, idOf(row), boundLocale(language)) },
        ],
        finish: ([slug, place]) => {
          const [, locale = null, translated = slug] = place === null ? [] : listOf(place)
          return write(
            pathOf({ kind, locale: locale === null ? null : textOf(locale), slug: textOf(translated) }, site),
          )
        },
      }
    }
  }
  return { path: at((path) => path), url: at((path) => absoluteUrl(path, site)) }
}

const slugOf: Expression = (row) => sql.ref(`${row.alias}.slug`)

const localeOf: Expression = (row) => sql.ref(`${row.alias}.locale`)

/** What a translation of either has. */
export function translationFields(kind: TranslatedKind, site: Site) {
  const path = ([locale, slug]: readonly unknown[]) =>
    pathOf({ kind, locale: textOf(locale), slug: textOf(slug) }, site)
  return {
    locale: plain(localeOf),
    name: plain((row) => sql.ref(`${row.alias}.name`)),
    slug: plain(slugOf),
    path: computed([localeOf, slugOf], path),
    url: computed([localeOf, slugOf], (values) => absoluteUrl(path(values), site)),
  } satisfies Record<string, Field>
}
