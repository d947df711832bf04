import { sql } from 'kysely'
import type * as z from 'zod'
import type { ItemComparison } from '../../comparison/list-changes.ts'
import type { DB } from '../../generated/kysely/database.ts'
import type { Sql } from '../../reading/sql.ts'

/** Where a field of an item stands in the database. `name` is the field's name in the item as JSON. */
export interface StoredField {
  /** The columns, each with its value out of the item's JSON, a jsonb expression */
  readonly columns: (name: string, item: Sql) => readonly [column: string, value: Sql][]
  /** The field as JSON, from the row with this alias */
  readonly json: (row: string) => Sql
}

type Columns = { [Table in keyof DB]: keyof DB[Table] & string }[keyof DB]

/** A field in one column of that type. */
export function stored(
  column: Columns,
  type: 'text' | 'uuid' | 'credit_role' | 'caption_role' | 'topic_rel',
): StoredField {
  return {
    columns: (name, item) => [[column, sql`(${item}->>${sql.lit(name)})::${sql.raw(type)}`]],
    json: (row) => sql.ref(`${row}.${column}`),
  }
}

/** An object of numbers in several columns, all of them null where there is no object. */
export function storedNumbers(columns: Readonly<Record<string, Columns>>): StoredField {
  const all = Object.entries(columns)
  return {
    columns: (name, item) =>
      all.map(([part, column]) => [column, sql`(${item}#>>array[${sql.lit(name)}, ${sql.lit(part)}])::float8`]),
    json: (row) => {
      const parts = all.map(([part, column]) => sql`${sql.lit(part)}, ${sql.ref(`${row}.${column}`)}`)
      return sql`case when ${sql.ref(`${row}.${all[0]?.[1]}`)} is not null then json_build_object(${sql.join(parts)}) end`
    },
  }
}

/** A list that belongs to a revision, each item a row with its position. */
export interface ContentList<Item> {
  readonly table: keyof DB & string
  /** An item as JSON, in a content that was loaded */
  readonly item: z.ZodType<Item>
  readonly fields: { readonly [Field in keyof Item]-?: StoredField }
  readonly comparison: ItemComparison<Item>
}

type AnyList = Pick<ContentList<unknown>, 'table'> & { readonly fields: Readonly<Record<string, StoredField>> }

/** The list of the revision with this alias as a JSON array. */
export function listJson({ table, fields }: AnyList, revision: string): Sql {
  const parts = Object.entries(fields).map(([name, { json }]) => sql`${sql.lit(name)}, ${json('x')}`)
  return sql`(select coalesce(json_agg(json_build_object(${sql.join(parts)}) order by x.position), '[]'::json)
    from ${sql.table(table)} x where x.revision_id = ${sql.ref(revision)}.id)`
}

/** Inserts the items as rows of a revision, where the relation `a` has a row. */
export function insertItems({ table, fields }: AnyList, items: readonly unknown[], revisionId: string): Sql {
  const columns = Object.entries(fields).flatMap(([name, field]) => field.columns(name, sql`x.item`))
  return sql`insert into ${sql.table(table)} (revision_id, position, ${sql.join(columns.map(([column]) => sql.ref(column)))})
    select ${revisionId}::uuid, x.position - 1, ${sql.join(columns.map(([, value]) => value))}
    from a, jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality as x(item, position)`
}
