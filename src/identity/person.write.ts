import type { Database } from '../database/database.ts'
import { UNIQUE_VIOLATION } from '../database/violation.ts'
import type { Role, Viewer } from '../viewer/viewer.ts'
import type { Person } from './claims.ts'
import { demoted, PROVIDER } from './demotion.write.ts'
import type { WarningLog } from './last-use.write.ts'

export interface SignedInAccount {
  readonly viewer: Viewer
  readonly isSuspended: boolean
}

interface AccountRow {
  id: string
  name: string
  email: string | null
  role: Role
  suspended: boolean
}

/** Fields that differ from these, as the audit trail has them. Names and addresses are short. */
function changes(oldName: string, oldRole: string, oldEmail: string): string {
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after)), '[]'::jsonb)
    FROM (VALUES ('name', ${oldName}, name), ('role', ${oldRole}::text, role::text), ('email', ${oldEmail}, email)) v (field, before, after)
    WHERE v.before IS DISTINCT FROM v.after)`
}

/**
 * The person's account, in one statement that writes only if something is new.
 * - Known by the identity: name, role and address follow the provider.
 * - Otherwise an account with the same address and no identity becomes theirs, if the provider has verified the address.
 * - Otherwise a new account.
 * An address that another account has stays with that account. An admin stays one here: whether another is left is decided under a lock
 * (demotion.write.ts). The audit trail gets an entry for everything that is written.
 */
const SIGN_IN = `
  WITH known AS (
    SELECT id, name, email, role, suspended_at FROM user_account WHERE identity = $1),
  free AS (
    SELECT $3::text AS email
    WHERE NOT EXISTS (SELECT FROM user_account WHERE email = $3::text AND identity IS DISTINCT FROM $1)),
  wanted AS (
    SELECT u.id, u.name AS old_name, u.email AS old_email, u.role AS old_role, coalesce((SELECT email FROM free), u.email) AS email,
      CASE WHEN u.role = 'ADMIN' THEN u.role ELSE $4::user_role END AS role
    FROM user_account u WHERE u.identity = $1 AND u.suspended_at IS NULL),
  changed AS (
    UPDATE user_account u SET name = $2, role = w.role, email = w.email FROM wanted w
    WHERE u.id = w.id AND u.role = w.old_role AND (u.name, u.role, u.email) IS DISTINCT FROM ($2, w.role, w.email)
    RETURNING u.id, u.name, u.email, u.role, u.suspended_at, w.old_name, w.old_email, w.old_role),
  ours AS (
    SELECT id, name AS old_name, email AS old_email, role AS old_role FROM user_account
    WHERE $5::boolean AND email = $3::text AND identity IS NULL AND NOT EXISTS (SELECT FROM known)),
  linked AS (
    UPDATE user_account u SET identity = $1, name = $2, role = CASE WHEN u.role = 'ADMIN' THEN u.role ELSE $4::user_role END FROM ours o
    WHERE u.id = o.id AND u.identity IS NULL AND u.role = o.old_role
    RETURNING u.id, u.name, u.email, u.role, u.suspended_at, o.old_name, o.old_email, o.old_role),
  made AS (
    INSERT INTO user_account (id, identity, name, email, role)
    SELECT gen_random_uuid(), $1, $2, (SELECT email FROM free), $4::user_role
    WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM ours)
    ON CONFLICT DO NOTHING
    RETURNING id, name, email, role, suspended_at),
  told AS (
    INSERT INTO activity (id, subject_type, subject_id, actor_name, action, note, changed_paths, changed_fields)
    SELECT gen_random_uuid(), 'User', id, $6::text, 'USER_UPDATED', CASE WHEN role <> old_role THEN old_role || ' -> ' || role END,
      array_remove(ARRAY[CASE WHEN name <> old_name THEN 'name' END, CASE WHEN email IS DISTINCT FROM old_email THEN 'email' END,
        CASE WHEN role <> old_role THEN 'role' END], NULL),
      ${changes('old_name', 'old_role', 'old_email')} || CASE WHEN is_linked THEN '[{"field": "identity", "isOmitted": true}]'::jsonb ELSE '[]'::jsonb END
    FROM (SELECT *, false AS is_linked FROM changed UNION ALL SELECT *, true FROM linked) written
    UNION ALL SELECT gen_random_uuid(), 'User', id, $6::text, 'USER_CREATED', NULL, '{}'::text[], ${changes('NULL', 'NULL', 'NULL')} FROM made)
  SELECT id, name, email, role::text AS role, suspended_at IS NOT NULL AS suspended FROM (
    SELECT id, name, email, role, suspended_at FROM changed UNION ALL SELECT id, name, email, role, suspended_at FROM linked
    UNION ALL SELECT * FROM made UNION ALL SELECT * FROM known WHERE NOT EXISTS (SELECT FROM changed)) account`

/** Another request may make or change the same account meanwhile; the next attempt sees what it did. */
const ATTEMPTS = 3

export async function signIn(database: Database, person: Person, log: WarningLog): Promise<SignedInAccount> {
  for (let attempts = 1; attempts <= ATTEMPTS; attempts++) {
    const row = await accountOf(database, person)
    if (!row) continue
    const { id, name, email, suspended } = row
    const isDemoted = row.role === 'ADMIN' && person.role !== 'ADMIN' && !suspended
    const role = isDemoted ? await demoted(database, { id, name, role: person.role }, log) : row.role
    return { viewer: { id, name, email, role }, isSuspended: suspended }
  }
  throw new Error('an account changed during every attempt to sign in')
}

/** Null when another request came in between. */
async function accountOf(database: Database, person: Person): Promise<AccountRow | null> {
  const { identity, name, email, role, isEmailVerified } = person
  const parameters = [identity, name, email, role, isEmailVerified, PROVIDER]
  try {
    const [row] = await database.query<AccountRow>({ name: 'identity_sign_in', text: SIGN_IN, parameters })
    return row ?? null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return null
    throw error
  }
}
