import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

/** Different addresses that one network may name within an hour. */
const MOST_ADDRESSES = 10

/**
 * Notes that a network names an address. Both are hashes. Calls of one network wait for one another, so that none is missed.
 * @returns seconds until it may name another address; 0 if it may name this one
 */
export async function takeTurn(tx: Tx, network: string, address: string): Promise<number> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtextextended(${network}, 0))`)
  const [row] = await send<{ others: number; seconds: number | null }>(
    tx,
    sql`select count(*)::int as others, ceil(extract(epoch from min(at) + interval '1 hour' - now()))::int as seconds
      from follow_attempt where network = ${network} and address <> ${address} and at > now() - interval '1 hour'`,
  )
  if (row && row.others >= MOST_ADDRESSES) return Math.max(1, row.seconds ?? 1)
  await send(
    tx,
    sql`insert into follow_attempt (network, address) values (${network}, ${address}) on conflict (network, address) do update set at = now()`,
  )
  return 0
}

/** That an address was named at all. */
export async function forgetAttempts(tx: Tx, address: string): Promise<void> {
  await send(tx, sql`delete from follow_attempt where address = ${address}`)
}
