import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Translation } from './translation.rules.ts'
import { type PageType, tableOf, translationsOf } from './versioned-row.ts'

/** The columns of the texts that translations have beside a name and an address, by their names in code. */
const TEXTS = {
  Author: { jobTitle: 'job_title', bio: 'bio' },
  Topic: { description: 'description' },
} as const

/** The translations are these, and no others. Those that stay as they are are not written. */
export async function replaceTranslations<Type extends PageType>(
  tx: Tx,
  type: Type,
  id: string,
  translations: readonly Translation<Record<keyof (typeof TEXTS)[Type], string | null>>[],
): Promise<void> {
  const table = sql.table(translationsOf(type))
  const key = sql.ref(`${tableOf(type)}_id`)
  const locales = translations.map(({ locale }) => locale)
  await send(tx, sql`delete from ${table} where ${key} = ${id}::uuid and locale <> all (${locales}::text[])`)
  if (translations.length === 0) return
  const texts = Object.entries(TEXTS[type]).map(([name, column]) => ({ sent: sql.ref(name), column: sql.ref(column) }))
  const columns = [sql.ref('name'), sql.ref('slug'), ...texts.map(({ column }) => column)]
  const values = [sql.ref('name'), sql.ref('slug'), ...texts.map(({ sent }) => sent)]
  const rows = JSON.stringify(translations.map((translation) => ({ ...translation, id: uuid() })))
  await send(
    tx,
    sql`insert into ${table} as x (id, ${key}, locale, ${sql.join(columns)})
      select id, ${id}::uuid, locale, ${sql.join(values)}
      from jsonb_to_recordset(${rows}::text::jsonb) as sent (id uuid, locale text, ${sql.join(values.map((value) => sql`${value} text`))})
      on conflict (${key}, locale) do update set ${sql.join(columns.map((column) => sql`${column} = excluded.${column}`))}
      where (${sql.join(columns.map((column) => sql`x.${column}`))}) is distinct from (${sql.join(columns.map((column) => sql`excluded.${column}`))})`,
  )
}
