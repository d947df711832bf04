import { sql } from 'kysely'
import { placeOfAny } from '../address/former-addresses.ts'
import { placeIn } from '../address/place.ts'
import { DESK, deskList } from '../desk/desk-only.ts'
import type { Query, RedirectOrderByInput, RedirectWhereInput, SiteRedirect } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { computed, nodeFields, plain, timestamp } from '../reading/field.ts'
import { conditionFilter, textFilter, timestampFilter, whereOf } from '../reading/filter.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import { permittedField } from '../reading/permitted.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Shape } from '../reading/plan.ts'
import type { Site } from '../site/site.ts'

const id = column('redirect', 'id')
const path = column('redirect', 'path')
const target = column('redirect', 'target')
const permanent = column('redirect', 'permanent')
const source = column('redirect', 'source')
const createdAt = column('redirect', 'created_at')

/** Where the object is that it leads to; null if it leads to none. */
const place: Expression = (row) => {
  const at = (name: string) => sql.ref(`${row.alias}.${name}`)
  return sql`(select ${placeOfAny} from (select) one left join article a on a.id = ${at('article_id')} left join topic t on t.id = ${at('topic_id')}
    left join author w on w.id = ${at('author_id')} where coalesce(a.id, t.id, w.id) is not null)`
}

export function redirectShape(site: Site): Shape {
  return {
    type: 'SiteRedirect',
    table: 'redirect',
    tags: 'DESK',
    permission: DESK,
    fields: {
      ...nodeFields('SiteRedirect', id),
      path: plain(path),
      location: computed([target, place], ([written, where]) => written ?? placeIn(where, site)),
      permanent: plain(permanent),
      source: plain(source),
      createdAt: timestamp(createdAt),
    } satisfies FieldsOf<SiteRedirect>,
    filters: {
      path: textFilter(path),
      permanent: conditionFilter(permanent),
      source: textFilter(source),
      createdAt: timestampFilter(createdAt),
    } satisfies FiltersOf<RedirectWhereInput>,
  }
}

const orders = {
  path: { value: path, type: 'text' },
  createdAt: { value: createdAt, type: 'timestamptz' },
  id: { value: id, type: 'uuid' },
} as const satisfies OrdersOf<RedirectOrderByInput>

const newestFirst = { name: 'createdAt', direction: 'DESC' } as const

export const redirectRoots: FieldsOf<Pick<Query, 'redirects'>> = {
  redirects: permittedField(
    DESK,
    connection('SiteRedirect', deskList, (selection, row) => {
      const where = selection.argument('where')
      if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
      return chosenOrder(selection, row, orders, newestFirst)
    }),
  ),
}
