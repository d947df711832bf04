import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { lesserRole, type Role } from '../viewer/viewer.ts'

/** What the holder of a token may do now. */
export interface Standing {
  /** The hash of the access token, or the uuid of the user for a token of an identity provider */
  readonly key: string
  readonly role: Role
  readonly isRevoked: boolean
  readonly isExpired: boolean
  readonly isSuspended: boolean
}

interface StandingRow extends Omit<Standing, 'role'> {
  readonly tokenRole: Role
  readonly userRole: Role
}

/** Of these, by one statement. A token or a user that is not among them is no more. */
export async function loadStandings(
  sender: Sender,
  hashes: readonly string[],
  userIds: readonly string[],
): Promise<Standing[]> {
  const rows = await send<StandingRow>(
    sender,
    sql`select t.hash as "key", t.role::text as "tokenRole", u.role::text as "userRole", t.revoked_at is not null as "isRevoked",
        coalesce(t.expires_at <= now(), false) as "isExpired", u.suspended_at is not null as "isSuspended"
      from access_token t join user_account u on u.id = t.user_id where t.hash = any (${[...hashes]}::text[])
      union all select id::text, role::text, role::text, false, false, suspended_at is not null from user_account where id = any (${[...userIds]}::uuid[])`,
  )
  return rows.map(({ tokenRole, userRole, ...standing }) => ({ ...standing, role: lesserRole(tokenRole, userRole) }))
}
