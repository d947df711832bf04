import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import type { Signed } from './signature.ts'

/** A delivery that this process sends now. */
export interface Claimed extends Signed {
  readonly id: string
  readonly webhookId: string
  readonly url: string
  readonly host: string
  /** Attempts until now, since it was made or replayed */
  readonly tries: number
}

export interface ClaimOptions {
  /** A uuid of the claim */
  readonly lease: string
  /** Another process may send a delivery after this: longer than an attempt takes */
  readonly leaseSeconds: number
  /** How many at most */
  readonly room: number
  /** How many to one host at most */
  readonly perHost: number
  /** How many are on their way to each host */
  readonly busy: ReadonlyMap<string, number>
}

/**
 * Takes deliveries that are due and that no other process has. A delivery waits for the earlier ones of its subject to the same webhook: until they have
 * arrived or are dead. Deliveries to a host without room are not read, so a slow host does not delay others.
 */
export function claimDeliveries(
  database: Database,
  { lease, leaseSeconds, room, perHost, busy }: ClaimOptions,
): Promise<Claimed[]> {
  const most = sql`${perHost}::int`
  return send<Claimed>(
    database,
    sql`with busy as (select key as host, value::int as count from jsonb_each_text(${JSON.stringify(Object.fromEntries(busy))}::text::jsonb)),
      open as (select w.*, ${most} - coalesce(b.count, 0) as room from webhook w left join busy b on b.host = w.host
        where w.disabled_reason is null and (w.not_before is null or w.not_before <= now()) and coalesce(b.count, 0) < ${most}),
      found as materialized (
        select d.id, d.next_attempt_at, d.position, w.room, row_number() over (partition by w.host order by d.next_attempt_at, d.position) as place
        from open w cross join lateral (
          select d.id, d.next_attempt_at, d.position from webhook_delivery d
          where d.webhook_id = w.id and d.state = 'PENDING' and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until <= now())
            and not exists (select from webhook_delivery e where e.webhook_id = d.webhook_id and e.subject_id = d.subject_id
              and e.state = 'PENDING' and e.position < d.position)
          order by d.next_attempt_at, d.position limit ${most} for update of d skip locked) d),
      chosen as (select id from found where place <= room order by next_attempt_at, position limit ${room}::int)
      update webhook_delivery d set lease = ${lease}::uuid, leased_until = now() + make_interval(secs => ${leaseSeconds}::int)
      from chosen c, webhook w where d.id = c.id and w.id = d.webhook_id
      returning d.id, d.webhook_id as "webhookId", d.message_id as "messageId", d.body, d.tries, w.url, w.host,
        array_remove(array[w.secret, case when w.previous_secret_until > now() then w.previous_secret end], null) as secrets`,
  )
}

/** It was not sent, or the result is not known: another process may send it at once. */
export async function giveUpClaim(database: Database, id: string, lease: string): Promise<void> {
  await send(
    database,
    sql`update webhook_delivery set lease = null, leased_until = null where id = ${id}::uuid and lease = ${lease}::uuid returning 1`,
  )
}
