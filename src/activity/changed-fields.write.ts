import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import { MAX_SHOWN } from './field-change.ts'

/** A field in SQL: its values are texts, null where there is none. */
export interface ComparedField {
  readonly field: string
  readonly before: Sql
  readonly after: Sql
}

/** Those that differ, as `activity.changed_fields` has them: a jsonb list. */
export function changedFields(fields: readonly ComparedField[]): Sql {
  if (fields.length === 0) return sql`'[]'::jsonb`
  const rows = fields.map(
    ({ field, before, after }, place) => sql`(${sql.lit(place)}, ${sql.lit(field)}, ${before}::text, ${after}::text)`,
  )
  const isLong = sql`greatest(length(v.before), length(v.after)) > ${sql.lit(MAX_SHOWN)}`
  return sql`(select coalesce(jsonb_agg(case when ${isLong} then jsonb_build_object('field', v.field, 'isOmitted', true)
      else jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after) end order by v.place), '[]'::jsonb)
    from (values ${sql.join(rows)}) v (place, field, before, after) where v.before is distinct from v.after)`
}
