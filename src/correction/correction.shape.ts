import { sql } from 'kysely'
import { isDesk } from '../desk/desk-only.ts'
import type { Correction, CorrectionWhereInput } from '../generated/graphql.ts'
import { nodeFields, plain, timestamp } from '../reading/field.ts'
import { enumFilter, textFilter, timestampFilter } from '../reading/filter.ts'
import { column, type FieldsOf, type FiltersOf, type Shape } from '../reading/plan.ts'

const text = column('correction', 'text')

export const correctionShape: Shape = {
  type: 'Correction',
  table: 'correction',
  reachable: (row, audience) =>
    isDesk(audience)
      ? null
      : sql`exists (select 1 from article where id = ${sql.ref(`${row.alias}.article_id`)} and live_revision_id is not null)`,
  fields: {
    ...nodeFields('Correction', column('correction', 'id')),
    kind: plain(column('correction', 'kind')),
    text: plain(text),
    publishedAt: timestamp(column('correction', 'published_at')),
  } satisfies FieldsOf<Correction>,
  filters: {
    kind: enumFilter(column('correction', 'kind'), 'correction_kind'),
    text: textFilter(text),
    publishedAt: timestampFilter(column('correction', 'published_at')),
  } satisfies FiltersOf<CorrectionWhereInput>,
}
