import { sql } from 'kysely'
import { DESK } from '../desk/desk-only.ts'
import type { PreviewLink } from '../generated/graphql.ts'
import { nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type FieldsOf, type Shape } from '../reading/plan.ts'
import { userBy } from '../user/user.shape.ts'

/** Shown once, by the mutation that created the link: the database only has its hash. */
const notStored: Expression = () => sql`null::text`

export const previewLinkShape: Shape = {
  type: 'PreviewLink',
  table: 'preview_link',
  permission: DESK,
  fields: {
    ...nodeFields('PreviewLink', column('preview_link', 'id')),
    url: plain(notStored),
    token: plain(notStored),
    expiresAt: timestamp(column('preview_link', 'expires_at')),
    revokedAt: timestamp(column('preview_link', 'revoked_at')),
    revision: one('Revision', {
      on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.revision_id`)}`,
    }),
    createdBy: userBy('created_by_id'),
    createdAt: timestamp(column('preview_link', 'created_at')),
  } satisfies FieldsOf<PreviewLink>,
}
