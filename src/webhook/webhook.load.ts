import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { absent } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { StoredWebhook } from './webhook.rules.ts'

/**
 * The webhook that an input names, locked until the transaction ends: of two callers who change it, the second sees what the first did.
 * @param field the field that names it
 * @throws Refusal NOT_FOUND
 */
export async function getWebhook(tx: Tx, globalId: string, field: 'id' | 'webhookId' = 'id'): Promise<StoredWebhook> {
  const id = uuidOf('Webhook', globalId)
  const [webhook] = id === null ? [] : await findWebhooks(tx, id)
  if (!webhook) throw absent('webhook', ['input', field])
  return webhook
}

function findWebhooks(tx: Tx, id: string): Promise<StoredWebhook[]> {
  return send<StoredWebhook>(
    tx,
    sql`select id, url, description, events, secret, disabled_reason is null as "isEnabled" from webhook where id = ${id}::uuid for update`,
  )
}

/** Which of these ids are deliveries of the webhook. */
export async function knownDeliveries(tx: Tx, webhookId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await send<{ id: string }>(
    tx,
    sql`select id from webhook_delivery where webhook_id = ${webhookId}::uuid and id = any (${[...ids]}::uuid[])`,
  )
  return new Set(rows.map(({ id }) => id))
}
