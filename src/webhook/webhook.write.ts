import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { writeActivity } from '../activity/activity.write.ts'
import { type FieldChange, fieldChange, firstValues } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction, EventType } from '../generated/graphql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import type { StoredWebhook, WebhookChange } from './webhook.rules.ts'
import { hintOf, newSecret } from './webhook-secret.ts'

export interface NewWebhook {
  readonly url: string
  readonly description: string | null
  readonly events: readonly EventType[]
}

interface Secret {
  readonly id: string
  /** Shown this once */
  readonly secret: string
}

const hostOf = (url: string): string => new URL(url).host

export async function makeWebhook(tx: Tx, viewer: Viewer, webhook: NewWebhook): Promise<Secret> {
  const { url, description, events } = webhook
  const [id, secret] = [uuid(), newSecret()]
  await send(
    tx,
    sql`insert into webhook (id, url, host, description, events, secret)
      values (${id}::uuid, ${url}, ${hostOf(url)}, ${description}, ${[...events]}::text[], ${secret})`,
  )
  await note(tx, viewer, id, 'CREATED', firstValues({ url, description, events }))
  return { id, secret }
}

/** Writes nothing if nothing changes. A webhook that is enabled again starts without failures. */
export async function writeWebhook(
  tx: Tx,
  viewer: Viewer,
  webhook: StoredWebhook,
  change: WebhookChange,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  const { enabled = webhook.isEnabled, url, description, events } = { ...webhook, ...change }
  const switched =
    change.enabled === undefined
      ? sql``
      : enabled
        ? sql`, disabled_reason = null, disabled_at = null, failing_since = null, not_before = null`
        : sql`, disabled_reason = 'BY_USER', disabled_at = now()`
  await send(
    tx,
    sql`update webhook set url = ${url}, host = ${hostOf(url)}, description = ${description}, events = ${[...events]}::text[] ${switched}
      where id = ${webhook.id}::uuid returning 1`,
  )
  const state = (isEnabled: boolean) => (isEnabled ? 'ENABLED' : 'DISABLED')
  await note(tx, viewer, webhook.id, 'SAVED', [
    ...(change.url === undefined ? [] : [fieldChange('url', webhook.url, url)]),
    ...(change.description === undefined ? [] : [fieldChange('description', webhook.description, description)]),
    ...(change.events === undefined ? [] : [fieldChange('events', webhook.events, events)]),
    ...(change.enabled === undefined ? [] : [fieldChange('state', state(webhook.isEnabled), state(enabled))]),
  ])
}

/** The last secret also signs until the overlap ends; older ones no longer sign. @returns the new secret */
export async function rotateSecret(
  tx: Tx,
  viewer: Viewer,
  { id, secret: last }: StoredWebhook,
  overlapHours: number,
): Promise<string> {
  const secret = newSecret()
  const [rotated] = await send<{ until: Date | null }>(
    tx,
    sql`update webhook set secret = ${secret}, previous_secret = case when ${overlapHours}::int > 0 then secret end,
        previous_secret_until = case when ${overlapHours}::int > 0 then now() + make_interval(hours => ${overlapHours}::int) end
      where id = ${id}::uuid returning previous_secret_until as until`,
  )
  await note(tx, viewer, id, 'WEBHOOK_SECRET_ROTATED', [
    fieldChange('secretHint', hintOf(last), hintOf(secret)),
    ...(rotated?.until ? [fieldChange('previousSecretUntil', null, rotated.until)] : []),
  ])
  return secret
}

export async function removeWebhook(tx: Tx, viewer: Viewer, { id, url }: StoredWebhook): Promise<void> {
  await send(tx, sql`delete from webhook where id = ${id}::uuid returning 1`)
  await note(tx, viewer, id, 'DELETED', [], url)
}

/** Adds an entry to the audit trail. */
export function note(
  tx: Tx,
  viewer: Viewer,
  id: string,
  action: ActivityAction,
  changedFields: readonly FieldChange[] = [],
  text: string | null = null,
): Promise<void> {
  return writeActivity(tx, viewer, { type: 'Webhook', id, action, note: text, changedFields })
}
