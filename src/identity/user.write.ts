import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange, firstValues } from '../activity/field-change.ts'
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
  await writeActivity(tx, actor, { type: 'User', id, action: 'USER_CREATED', changedFields: firstValues(account) })
  return { id }
}

const FIELDS = ['name', 'email', 'role'] as const satisfies readonly Exclude<keyof AccountChange, 'suspended'>[]

/** Where nothing changes, nothing is written. */
export async function writeAccount(tx: Tx, viewer: Viewer, account: Account, change: AccountChange): Promise<void> {
  const { id, role, suspendedAt } = account
  const { suspended, ...said } = change
  const changedPaths = Object.keys(said)
  if (changedPaths.length === 0 && suspended === undefined) return
  const suspension = suspended === undefined ? {} : { suspendedAt: suspended ? new Date() : null }
  await tx.user.update({ where: { id }, data: { ...said, ...suspension }, select: { id: true } })
  if (changedPaths.length > 0) {
    const note = said.role === undefined ? null : `${role} -> ${said.role}`
    const changedFields = FIELDS.flatMap((name) => (name in said ? [fieldChange(name, account[name], said[name])] : []))
    await writeActivity(tx, viewer, { type: 'User', id, action: 'USER_UPDATED', note, changedPaths, changedFields })
  }
  if (suspended !== undefined) {
    const action = suspended ? 'USER_SUSPENDED' : 'USER_REINSTATED'
    const changedFields = [fieldChange('suspendedAt', suspendedAt, suspension.suspendedAt)]
    await writeActivity(tx, viewer, { type: 'User', id, action, changedPaths: ['suspended'], changedFields })
  }
}
