import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskList } from '../desk/desk-only.ts'
import type {
  Query,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookDeliveryWhereInput,
  WebhookState,
} from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { computedObject, nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { enumFilter, timestampFilter, whereOf } from '../reading/filter.ts'
import { permittedField } from '../reading/permitted.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Row, type Shape } from '../reading/plan.ts'
import type { Permission } from '../viewer/viewer.ts'
import { HINT_LENGTH } from './webhook-secret.ts'

const MANAGE_SITE = 'MANAGE_SITE' satisfies Permission

const id = column('webhook', 'id')
const secret = column('webhook', 'secret')
const disabledReason = column('webhook', 'disabled_reason')
const previousUntil = column('webhook', 'previous_secret_until')
const createdAt = column('webhook', 'created_at')

const state: Expression = (row) => {
  const [enabled, disabled] = (['ENABLED', 'DISABLED'] satisfies WebhookState[]).map((name) => sql.lit(name))
  return sql`case when ${disabledReason(row)} is null then ${enabled} else ${disabled} end`
}

/** Null after the overlap. */
const overlapEnd: Expression = (row) => sql`case when ${previousUntil(row)} > now() then ${previousUntil(row)} end`

const countOf =
  (counted: WebhookDeliveryState): Expression =>
  (row) =>
    sql`(select count(*)::int from webhook_delivery d where d.webhook_id = ${id(row)} and d.state = ${sql.lit<string>(counted)})`

export const webhookShape: Shape = {
  type: 'Webhook',
  table: 'webhook',
  tags: 'DESK',
  permission: MANAGE_SITE,
  fields: {
    ...nodeFields('Webhook', id),
    url: plain(column('webhook', 'url')),
    description: plain(column('webhook', 'description')),
    events: plain(column('webhook', 'events')),
    secretHint: plain((row) => sql`right(rtrim(${secret(row)}, '='), ${sql.lit(HINT_LENGTH)})`),
    previousSecretUntil: timestamp(overlapEnd),
    state: plain(state),
    disabledReason: plain(disabledReason),
    disabledAt: timestamp(column('webhook', 'disabled_at')),
    lastSuccessAt: timestamp(column('webhook', 'last_success_at')),
    failingSince: timestamp(column('webhook', 'failing_since')),
    pendingCount: plain(countOf('PENDING')),
    deadCount: plain(countOf('DEAD')),
    createdAt: timestamp(createdAt),
    deliveries: connection('WebhookDelivery', deskList, (selection, row, parent) => {
      row.conditions.push(sql`${sql.ref(`${row.alias}.webhook_id`)} = ${id(parent)}`)
      const where = selection.argument('where')
      if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
      return { order: 'createdAt', direction: 'DESC', by: byCreation(row) }
    }),
    activity: activityOf('Webhook'),
  } satisfies FieldsOf<Webhook>,
}

const byCreation = (row: Row) => [
  { value: sql.ref(`${row.alias}.created_at`), type: 'timestamptz' as const },
  { value: sql.ref(`${row.alias}.id`), type: 'uuid' as const },
]

const deliveryId = column('webhook_delivery', 'id')

export const webhookDeliveryShape: Shape = {
  type: 'WebhookDelivery',
  table: 'webhook_delivery',
  tags: 'DESK',
  permission: MANAGE_SITE,
  fields: {
    ...nodeFields('WebhookDelivery', deliveryId),
    webhook: one('Webhook', { on: (parent, child) => sql`${id(child)} = ${sql.ref(`${parent.alias}.webhook_id`)}` }),
    messageId: plain(column('webhook_delivery', 'message_id')),
    event: plain(column('webhook_delivery', 'event')),
    subjectId: plain(column('webhook_delivery', 'subject_id')),
    state: plain(column('webhook_delivery', 'state')),
    attempts: computedObject([column('webhook_delivery', 'attempts')], ([attempts]) => attempts),
    nextAttemptAt: timestamp(column('webhook_delivery', 'next_attempt_at')),
    payload: plain(column('webhook_delivery', 'body')),
    createdAt: timestamp(column('webhook_delivery', 'created_at')),
  } satisfies FieldsOf<WebhookDelivery>,
  filters: {
    state: enumFilter(column('webhook_delivery', 'state'), 'webhook_delivery_state'),
    createdAt: timestampFilter(column('webhook_delivery', 'created_at')),
  } satisfies FiltersOf<WebhookDeliveryWhereInput>,
}

export const webhookRoots: FieldsOf<Pick<Query, 'webhooks'>> = {
  webhooks: permittedField(
    MANAGE_SITE,
    connection('Webhook', deskList, (_selection, row) => ({
      order: 'createdAt',
      direction: 'ASC',
      by: byCreation(row),
    })),
  ),
}
