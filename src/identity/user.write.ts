import { sql } from 'kysely'
import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange, firstValues } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
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
  // What they began is not in a colleague's way any more.
  if (suspended === true || said.role !== undefined) await releaseLocksOf(tx, id, viewer)
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

/** Ends the locks that an account holds, with an entry for each that was still good. */
async function releaseLocksOf(tx: Tx, holderId: string, actor: Viewer): Promise<void> {
  await send(
    tx,
    sql`with released as (delete from article_lock where holder_id = ${holderId}::uuid returning article_id, expires_at)
      insert into activity (id, subject_type, subject_id, actor_id, actor_name, action)
      select gen_random_uuid(), 'Article', article_id, ${actor.id}::uuid, ${actor.name}::text, ${'LOCK_RELEASED' satisfies ActivityAction}
      from released where expires_at > now()`,
  )
}
