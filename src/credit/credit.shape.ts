import { sql } from 'kysely'
import type { Credit, CreditWhereInput } from '../generated/graphql.ts'
import { one, plain } from '../reading/field.ts'
import { enumFilter, relatedFilter, textFilter } from '../reading/filter.ts'
import { column, type FieldsOf, type FiltersOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'

const itsAuthor = (parent: Row, child: Row): Sql =>
  sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.author_id`)}`

export const creditShape: Shape = {
  type: 'Credit',
  table: 'credit',
  tags: 'PART',
  fields: {
    role: plain(column('credit', 'role')),
    position: plain(column('credit', 'position')),
    name: plain(column('credit', 'name')),
    author: one('Author', { on: itsAuthor }),
  } satisfies FieldsOf<Credit>,
  filters: {
    role: enumFilter(column('credit', 'role'), 'credit_role'),
    name: textFilter(column('credit', 'name')),
    author: relatedFilter('Author', itsAuthor),
  } satisfies FiltersOf<CreditWhereInput>,
}
