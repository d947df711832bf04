import { sql } from 'kysely'
import type { ArticleLock } from '../generated/graphql.ts'
import { plain, timestamp } from '../reading/field.ts'
import { audienceId } from '../reading/permitted.ts'
import { column, type Expression, type FieldsOf, type Shape } from '../reading/plan.ts'
import { userBy } from '../user/user.shape.ts'

const isMine: Expression = (row) => sql`${sql.ref(`${row.alias}.holder_id`)} = ${audienceId}`

export const articleLockShape: Shape = {
  type: 'ArticleLock',
  table: 'article_lock',
  tags: 'DESK',
  subject: { key: 'article_id' },
  // One that has run out is no lock, though its row may still be there.
  visible: (row) => sql`${sql.ref(`${row.alias}.expires_at`)} > now()`,
  fields: {
    holder: userBy('holder_id'),
    acquiredAt: timestamp(column('article_lock', 'acquired_at')),
    expiresAt: timestamp(column('article_lock', 'expires_at')),
    isMine: plain(isMine),
  } satisfies FieldsOf<ArticleLock>,
}
