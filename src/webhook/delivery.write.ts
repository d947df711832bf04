import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import type { WebhookDeliveryState } from '../generated/graphql.ts'
import type { Message } from './message.ts'

/** One delivery of each message for each enabled webhook that receives its event, unless it exists already. @returns the number of new ones */
export async function makeDeliveries(sender: Sender, messages: readonly Message[]): Promise<number> {
  const made = await send(
    sender,
    sql`insert into webhook_delivery (webhook_id, message_id, event, subject_id, position, body, next_attempt_at)
      select w.id, m."messageId", m.event, m."subjectId", m.position, m.body, now()
      from jsonb_to_recordset(${JSON.stringify(messages)}::text::jsonb)
          as m ("messageId" text, event text, "subjectId" text, position bigint, body text)
        join webhook w on w.disabled_reason is null and m.event = any (w.events)
      order by m.position
      on conflict (webhook_id, message_id) do nothing
      returning 1`,
  )
  return made.length
}

/** One delivery to one webhook, whichever events it receives. @returns its id */
export async function makeDelivery(
  sender: Sender,
  webhookId: string,
  { messageId, event, subjectId, position, body }: Message,
): Promise<string> {
  const [made] = await send<{ id: string }>(
    sender,
    sql`insert into webhook_delivery (webhook_id, message_id, event, subject_id, position, body, next_attempt_at)
      values (${webhookId}::uuid, ${messageId}, ${event}, ${subjectId}, ${position}::bigint, ${body}, now()) returning id`,
  )
  if (!made) throw new Error('the delivery was not written')
  return made.id
}

/** In one call: more would delay other deliveries for long. */
const MOST_REPLAYED = 10_000

/** Which deliveries of a webhook. */
export type Replayed = { readonly ids: readonly string[] } | { readonly state: WebhookDeliveryState }

/** Starts their schedule again, the oldest first. Leaves out those that are being sent. @returns their number */
export async function replayDeliveries(sender: Sender, webhookId: string, replayed: Replayed): Promise<number> {
  const chosen =
    'ids' in replayed
      ? sql`id = any (${[...replayed.ids]}::uuid[])`
      : sql`state = ${replayed.state}::webhook_delivery_state`
  const isFree = sql`(leased_until is null or leased_until <= now())`
  const sent = await send(
    sender,
    sql`update webhook_delivery set state = 'PENDING', tries = 0, next_attempt_at = now(), lease = null, leased_until = null
      where ${isFree} and id in (select id from webhook_delivery where webhook_id = ${webhookId}::uuid and ${chosen} and ${isFree}
        order by position, created_at limit ${sql.lit(MOST_REPLAYED)})
      returning 1`,
  )
  return sent.length
}
