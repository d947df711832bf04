import { sql } from 'kysely'
import { plain } from '../reading/field.ts'
import type { Field } from '../reading/plan.ts'
import { deskField } from './desk-only.ts'

/** How many readers follow a row of this type. What is only asked for is not in the table. */
export function followerCount(key: 'topic_id' | 'author_id'): Field {
  return deskField(
    plain(
      (row) => sql`(select count(*)::int from reader_follow where ${sql.ref(key)} = ${sql.ref(`${row.alias}.id`)})`,
    ),
  )
}
