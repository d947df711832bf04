import type { Tx } from '../database/database.ts'
import type { Account } from './user.rules.ts'

const ACCOUNT = { id: true, name: true, email: true, role: true, identity: true, suspendedAt: true } as const

export function findAccount(tx: Tx, id: string): Promise<Account | null> {
  return tx.user.findUnique({ where: { id }, select: ACCOUNT })
}

/**
 * The admins who may come in, held until the transaction ends: who is one now stays one, so that two admins who demote each other at the
 * same moment take turns, and the second learns that they would be the last.
 */
export async function holdAdmins(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM user_account WHERE role = 'ADMIN' AND suspended_at IS NULL ORDER BY id FOR UPDATE`
  return rows.map(({ id }) => id)
}
