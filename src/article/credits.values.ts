import { sql } from 'kysely'
import { CreditRole } from '../generated/prisma/enums.ts'
import { nearestTranslation } from '../language/localized.ts'
import { listOf, numberOf, textOf } from '../lib/json.ts'
import { column, type Expression, type TagsOf } from '../reading/plan.ts'
import { entityIn } from '../reading/tags/tag.ts'
import type { Site } from '../site/site.ts'
import { shownRevision } from '../stage/article.rows.ts'
import type { BylineCredit } from './byline.ts'

const roles = new Map<string, CreditRole>(Object.entries(CreditRole))

const locale = column('article', 'locale')

/**
 * The credits of what the row shows, as triples that `creditsOf` reads. The name of an author's page is printed in the language of the article, where it is
 * translated; a name that was chosen for a credit stays as it is.
 */
export function printedCredits({ defaultLocale }: Site): Expression {
  return (row) => {
    const translated = nearestTranslation('AUTHOR', sql`w.id`, locale(row), sql`x.name`)
    const named = sql`(select ${translated} from author w where w.id = c.author_id and w.name = c.name)`
    const name = sql`case when ${locale(row)} = ${sql.lit(defaultLocale)} then c.name else coalesce(${named}, c.name) end`
    return sql`
      (select coalesce(json_agg(json_build_array(c.role, ${name}, c.position) order by c.position), '[]'::json)
      from credit c where c.revision_id = ${shownRevision(row)})`
  }
}

/** Of whom names may be printed in another language. */
export function tagsOfPrinted({ defaultLocale }: Site): TagsOf {
  return (_selection, row) => {
    const authors = sql`(select string_agg(${entityIn('u', sql`c.author_id`)}, ' ') from credit c where c.revision_id = ${shownRevision(row)})`
    return [{ letter: 'u', row, sql: sql`(case when ${locale(row)} <> ${sql.lit(defaultLocale)} then ${authors} end)` }]
  }
}

/** [role, name, position] triples as the statement gives them. */
export function creditsOf(value: unknown): BylineCredit[] {
  return listOf(value).map((credit) => {
    const [role, name, position] = listOf(credit)
    return { role: roles.get(textOf(role)) ?? 'CONTRIBUTOR', name: textOf(name), position: numberOf(position) }
  })
}
