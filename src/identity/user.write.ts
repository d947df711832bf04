import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { Role, Viewer } from '../viewer/viewer.ts'
import type { Account, AccountChange } from './user.rules.ts'

/** A new account, of a person or of a program. @param actor null: the operator */
export async function makeAccount(
  tx: Tx,
  actor: Viewer | null,
  account: { name: string; email: string | null; role: Role },
): Promise<{ id: string }> {
  const { id } = await tx.user.create({ data: account, select: { id: true } })
  await writeActivity(tx, actor, { type: 'User', id, action: 'USER_CREATED' })
  return { id }
}

/** Where nothing changes, nothing is written. */
export async function writeAccount(
  tx: Tx,
  viewer: Viewer,
  { id, role }: Account,
  change: AccountChange,
): Promise<void> {
  const { suspended, ...said } = change
  const changedPaths = Object.keys(said)
  if (changedPaths.length === 0 && suspended === undefined) return
  const suspension = suspended === undefined ? {} : { suspendedAt: suspended ? new Date() : null }
  await tx.user.update({ where: { id }, data: { ...said, ...suspension }, select: { id: true } })
  if (changedPaths.length > 0) {
    const note = said.role === undefined ? null : `${role} -> ${said.role}`
    await writeActivity(tx, viewer, { type: 'User', id, action: 'USER_UPDATED', note, changedPaths })
  }
  if (suspended !== undefined) {
    const action = suspended ? 'USER_SUSPENDED' : 'USER_REINSTATED'
    await writeActivity(tx, viewer, { type: 'User', id, action, changedPaths: ['suspended'] })
  }
}
