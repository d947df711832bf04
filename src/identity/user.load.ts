import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { absent, type Path } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Account } from './user.rules.ts'

const ACCOUNT = { id: true, name: true, email: true, role: true, identity: true, suspendedAt: true } as const

/**
 * The account that an input names.
 * @param path where it does
 * @throws Refusal NOT_FOUND
 */
export async function getAccount(tx: Tx, globalId: string, path?: Path): Promise<Account> {
  const id = uuidOf('User', globalId)
  const account = id === null ? null : await tx.user.findUnique({ where: { id }, select: ACCOUNT })
  if (!account) throw absent('account', path)
  return account
}

/** The uuid of the account with an e-mail address. */
export async function accountWith(tx: Tx, email: string): Promise<string | null> {
  const account = await tx.user.findUnique({ where: { email }, select: { id: true } })
  return account?.id ?? null
}

/**
 * The admins who may come in, held until the transaction ends: who is one now stays one, so that two admins who demote each other at the
 * same moment take turns, and the second learns that they would be the last.
 */
export async function holdAdmins(tx: Tx): Promise<string[]> {
  const rows = await send<{ id: string }>(
    tx,
    sql`select id from user_account where role = 'ADMIN' and suspended_at is null order by id for update`,
  )
  return rows.map(({ id }) => id)
}
