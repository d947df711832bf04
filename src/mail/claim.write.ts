import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { MailKind } from './mail.ts'

/** A mail that this process may send until the end of its lease. */
export interface ClaimedMail {
  readonly id: string
  readonly kind: MailKind
  /** Null of a mail whose address and texts are found when it is sent, as the next four */
  readonly to: string | null
  readonly locale: string | null
  readonly subject: string | null
  readonly text: string | null
  readonly html: string | null
  readonly unsubscribeUrl: string | null
}

/** After this another process may take a mail. Twice as long as one may take to be sent. */
export const LEASE_SECONDS = 300

interface Pace {
  readonly most: number
  /** Mails a second, of all processes together */
  readonly rate: number
}

/**
 * Takes the mails that are due for longest, as many as may be sent now. Of several processes one takes at a time, the one that has the row of mail_pace; that row also
 * says when the next may be taken, so that all together are no faster than the rate.
 */
export function claimMails(database: Database, { most, rate }: Pace): Promise<ClaimedMail[]> {
  return send<ClaimedMail>(
    database,
    sql`with pace as materialized (select id from mail_pace where free_at <= now() for update),
      taken as materialized (select id, next_attempt_at as due from mail where state = 'WAITING' and next_attempt_at <= now() and exists (select from pace)
        order by next_attempt_at, id limit ${most}::int for update skip locked),
      paced as (update mail_pace set free_at = now() + make_interval(secs => (select count(*) from taken)::float8 / ${rate}::float8)
        where exists (select from taken)),
      claimed as (update mail m set next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS}::int), first_attempt_at = coalesce(m.first_attempt_at, now())
        from taken where m.id = taken.id
        returning m.id, m.kind, m.recipient as to, m.locale, m.subject, m.text, m.html, m.unsubscribe_url as "unsubscribeUrl", taken.due)
    select id, kind, "to", locale, subject, text, html, "unsubscribeUrl" from claimed order by due, id`,
  )
}

/** How a mail is over. */
export type MailEnd = 'SENT' | 'FAILED' | 'DROPPED'

export interface FinishedMail {
  readonly id: string
  readonly state: MailEnd
  readonly addressHash: string | null
  readonly fault: string | null
}

/**
 * These mails are over. Addresses and texts are removed. By the keys, however many wait: a condition on the state would let the database read the index of all that
 * wait.
 */
export async function finishMails(database: Database, mails: readonly FinishedMail[]): Promise<void> {
  await send(
    database,
    sql`update mail m set state = over.state, finished_at = now(), address_hash = over."addressHash", last_fault = over.fault,
        recipient = null, subject = null, text = null, html = null, unsubscribe_url = null
      from jsonb_to_recordset(${JSON.stringify(mails)}::text::jsonb) as over (id uuid, state text, "addressHash" text, fault text)
      where m.id = any (${`{${mails.map(({ id }) => id).join()}}`}::uuid[]) and m.id = over.id and m.finished_at is null`,
  )
}

interface Retry {
  readonly fault: string
  /** Milliseconds until the next attempt, by the number of refusals before this one */
  readonly pausesMs: readonly number[]
  readonly isRefusal: boolean
}

/** For how long a mail is tried. */
const TRIED_HOURS = 24

/**
 * The mail is tried again after a pause, the last of the list for all later refusals. Where it has been tried for a day it is over.
 */
export async function postponeMails(database: Database, ids: readonly string[], retry: Retry): Promise<void> {
  const { fault, pausesMs, isRefusal } = retry
  const pauses = `{${pausesMs.join()}}`
  await send(
    database,
    sql`with pauses as (select ${pauses}::float8[] as ms),
      next as (select m.id, now() + make_interval(secs => pauses.ms[least(m.failures + 1, cardinality(pauses.ms))] / 1000) as at
        from mail m, pauses where m.id = any (${`{${ids.join()}}`}::uuid[])),
      late as (update mail m set state = 'FAILED', finished_at = now(), last_fault = ${fault},
          recipient = null, subject = null, text = null, html = null, unsubscribe_url = null
        from next where m.id = next.id and m.finished_at is null and next.at >= m.first_attempt_at + make_interval(hours => ${TRIED_HOURS}::int) returning m.id)
    update mail m set next_attempt_at = next.at, last_fault = ${fault}, failures = m.failures + ${isRefusal ? 1 : 0}::int
      from next where m.id = next.id and m.finished_at is null and m.id not in (select id from late)`,
  )
}
