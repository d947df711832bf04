import { sql } from 'kysely'
import { deskField, isDesk } from '../desk/desk-only.ts'
import type { Correction, CorrectionWhereInput, EarlierCorrection } from '../generated/graphql.ts'
import { many, nodeFields, plain, timestamp } from '../reading/field.ts'
import { enumFilter, textFilter, timestampFilter } from '../reading/filter.ts'
import { column, type FieldsOf, type FiltersOf, type Shape } from '../reading/plan.ts'
import { userBy } from '../user/user.shape.ts'

const text = column('correction', 'text')
const removedAt = column('correction', 'removed_at')

export const correctionShape: Shape = {
  type: 'Correction',
  table: 'correction',
  tags: 'PART',
  // One that was removed is seen only where the desk asks for those.
  visible: (row) => (row.state === null ? sql`${removedAt(row)} is null` : sql`${removedAt(row)} is not null`),
  reachable: (row, audience) =>
    isDesk(audience)
      ? null
      : sql`exists (select 1 from article where id = ${sql.ref(`${row.alias}.article_id`)} and live_revision_id is not null)`,
  fields: {
    ...nodeFields('Correction', column('correction', 'id')),
    kind: plain(column('correction', 'kind')),
    text: plain(text),
    publishedAt: timestamp(column('correction', 'published_at')),
    changedAt: timestamp(column('correction', 'changed_at')),
    removedAt: deskField(timestamp(removedAt)),
    earlier: deskField(
      many('EarlierCorrection', {
        on: (parent, child) => sql`${sql.ref(`${child.alias}.correction_id`)} = ${sql.ref(`${parent.alias}.id`)}`,
        orderBy: (child) => sql`${sql.ref(`${child.alias}.changed_at`)} desc, ${sql.ref(`${child.alias}.id`)} desc`,
      }),
    ),
  } satisfies FieldsOf<Correction>,
  filters: {
    kind: enumFilter(column('correction', 'kind'), 'correction_kind'),
    text: textFilter(text),
    publishedAt: timestampFilter(column('correction', 'published_at')),
  } satisfies FiltersOf<CorrectionWhereInput>,
}

export const earlierCorrectionShape: Shape = {
  type: 'EarlierCorrection',
  table: 'earlier_correction',
  tags: 'DESK',
  fields: {
    kind: plain(column('earlier_correction', 'kind')),
    text: plain(column('earlier_correction', 'text')),
    changedAt: timestamp(column('earlier_correction', 'changed_at')),
    changedBy: userBy('changed_by_id'),
  } satisfies FieldsOf<EarlierCorrection>,
}
