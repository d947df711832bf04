import type { Database } from '../database/database.ts'
import { lesserRole, type Role, type Viewer } from '../viewer/viewer.ts'
import { traceOf } from './access-token.ts'

/** A token that somebody holds, good or not. */
export interface HeldToken {
  readonly id: string
  /** Its user, with no more of a role than the token gives */
  readonly viewer: Viewer
  readonly isExpired: boolean
  readonly isRevoked: boolean
  readonly isSuspended: boolean
  /** Whether its last use was noted less than a minute ago */
  readonly isNoted: boolean
}

interface TokenRow {
  id: string
  token_role: Role
  user_role: Role
  user_id: string
  name: string
  email: string | null
  expired: boolean
  revoked: boolean
  suspended: boolean
  noted: boolean
}

const BY_HASH = `
  SELECT t.id, t.role::text AS token_role, u.role::text AS user_role, u.id AS user_id, u.name, u.email,
    coalesce(t.expires_at <= now(), false) AS expired, t.revoked_at IS NOT NULL AS revoked, u.suspended_at IS NOT NULL AS suspended,
    coalesce(t.last_used_at > now() - interval '1 minute', false) AS noted
  FROM access_token t JOIN user_account u ON u.id = t.user_id WHERE t.hash = $1`

/** By one statement, on every request: what an admin revokes or suspends is refused from the next request on. */
export async function findAccessToken(database: Database, token: string): Promise<HeldToken | null> {
  const [row] = await database.query<TokenRow>({
    name: 'identity_by_token',
    text: BY_HASH,
    parameters: [traceOf(token).hash],
  })
  if (!row) return null
  return {
    id: row.id,
    viewer: { id: row.user_id, name: row.name, email: row.email, role: lesserRole(row.token_role, row.user_role) },
    isExpired: row.expired,
    isRevoked: row.revoked,
    isSuspended: row.suspended,
    isNoted: row.noted,
  }
}
