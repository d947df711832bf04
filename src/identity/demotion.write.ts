import { sql } from 'kysely'
import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange } from '../activity/field-change.ts'
import type { Database, Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { Role } from '../viewer/viewer.ts'
import type { WarningLog } from './last-use.write.ts'
import { holdAdmins } from './user.load.ts'

/** The name of the identity provider in the audit trail, where it is the actor. */
export const PROVIDER = 'The identity provider'

const PROVIDER_ACTOR = { id: null, name: PROVIDER }

/** An admin to whom the identity provider gives a lower role. */
export interface DemotedAdmin {
  readonly id: string
  readonly name: string
  readonly role: Role
}

/**
 * Gives the account the lower role, unless it is the newsroom's last admin: without one nobody could manage accounts. The last admin keeps
 * the role until another account is an admin; the audit trail and the log report that, at most once a day.
 * @returns the role that the account has now
 */
export async function demoted(database: Database, admin: DemotedAdmin, log: WarningLog): Promise<Role> {
  const { role, isReported } = await database.transaction((tx) => demote(tx, admin))
  if (isReported) {
    const message = `the identity provider gives ${admin.name} the role ${admin.role}, but this is the last admin: the role ADMIN is kept. Make another account an admin, then the lower role is applied.`
    log.warn({ account: admin.id }, message)
  }
  return role
}

async function demote(tx: Tx, { id, role }: DemotedAdmin): Promise<{ role: Role; isReported: boolean }> {
  const admins = await holdAdmins(tx)
  // Somebody else took the role, or suspended the account, meanwhile.
  if (!admins.includes(id)) return { role, isReported: false }
  if (admins.length === 1) return { role: 'ADMIN', isReported: await reportKept(tx, id, role) }
  await tx.user.update({ where: { id }, data: { role }, select: { id: true } })
  await writeActivity(tx, PROVIDER_ACTOR, {
    type: 'User',
    id,
    action: 'USER_UPDATED',
    note: `ADMIN -> ${role}`,
    changedPaths: ['role'],
    changedFields: [fieldChange('role', 'ADMIN', role)],
  })
  return { role, isReported: false }
}

/** False where it was reported less than a day ago. */
async function reportKept(tx: Tx, id: string, role: Role): Promise<boolean> {
  const reported = await send(
    tx,
    sql`select 1 from activity where subject_id = ${id}::uuid and action = ${'LAST_ADMIN_KEPT' satisfies ActivityAction}
      and at > now() - interval '1 day' limit 1`,
  )
  if (reported.length > 0) return false
  await writeActivity(tx, PROVIDER_ACTOR, {
    type: 'User',
    id,
    action: 'LAST_ADMIN_KEPT',
    note: `ADMIN, not ${role}`,
    changedFields: [],
  })
  return true
}
