import { sql } from 'kysely'
import { DESK } from '../desk/desk-only.ts'
import type { PreviewLink, PreviewLinkState } from '../generated/graphql.ts'
import { nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import { firstThatHolds, type Sql } from '../reading/sql.ts'
import { DRAFT } from '../stage/article.rows.ts'
import { isKnownEmbargo, mayShowDrafts } from '../stage/preview-link.expressions.ts'
import { userBy } from '../user/user.shape.ts'

/** Shown once, by the mutation that created the link: the database only has its hash. */
const notStored: Expression = () => sql`null::text`

const linkJoins = {
  article: (row: Row, alias: string): Sql =>
    sql`join article ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.article_id`)}`,
  creator: (row: Row, alias: string): Sql =>
    sql`left join user_account ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.created_by_id`)}`,
}

/** The conditions under which a link opens (stage/article.rows.ts), each by itself. */
const state: Expression = (row) => {
  const [article, creator] = [row.joined('article'), row.joined('creator')]
  return firstThatHolds<PreviewLinkState, 'OPEN'>(
    {
      REVOKED: sql`${sql.ref(`${row.alias}.revoked_at`)} is not null`,
      EXPIRED: sql`${sql.ref(`${row.alias}.expires_at`)} <= now()`,
      CREATOR_NOT_ALLOWED: sql`${mayShowDrafts(creator)} is not true`,
      TRASHED: sql`${sql.ref(`${article}.status`)} = 'TRASHED'`,
      EMBARGOED: sql`${isKnownEmbargo(article, row.alias, creator)} is not true`,
    },
    'OPEN',
  )
}

export const previewLinkShape: Shape = {
  type: 'PreviewLink',
  table: 'preview_link',
  tags: 'DESK',
  permission: DESK,
  joins: linkJoins,
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
    article: one('Article', {
      state: DRAFT,
      on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.article_id`)}`,
    }),
    state: plain(state),
  } satisfies FieldsOf<PreviewLink>,
}
