import type { Database } from '../database/database.ts'
import { UNIQUE_VIOLATION } from '../database/violation.ts'
import type { Role, Viewer } from '../viewer/viewer.ts'
import type { Person } from './claims.ts'

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

/** What the trail calls those who change accounts at the newsroom's identity provider. */
const IDENTITY_PROVIDER = "'The identity provider'"

/** Fields that differ, as the audit trail has them. Names and addresses are short. */
function changes(...pairs: readonly [string, string, string, string, string, string]): string {
  const [oldName, name, oldRole, role, oldEmail, email] = pairs
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after)), '[]'::jsonb)
    FROM (VALUES ('name', ${oldName}, ${name}), ('role', ${oldRole}::text, ${role}::text), ('email', ${oldEmail}, ${email})) v (field, before, after)
    WHERE v.before IS DISTINCT FROM v.after)`
}

/**
 * The person's account, in one statement that writes only if something is new.
 * - Known by the identity: name, role and address follow the provider.
 * - Otherwise an account with the same address and no identity becomes theirs, if the provider has verified the address.
 * - Otherwise a new account.
 * An address that another account has stays with that account.
 */
const SIGN_IN = `
  WITH known AS (
    SELECT id, name, email, role, suspended_at FROM user_account WHERE identity = $1),
  free AS (
    SELECT $3::text AS email
    WHERE NOT EXISTS (SELECT FROM user_account WHERE email = $3::text AND identity IS DISTINCT FROM $1)),
  unlinked AS (
    SELECT id, name, role FROM user_account WHERE email = $3::text AND identity IS NULL),
  changed AS (
    UPDATE user_account u SET name = $2, role = $4::user_role, email = coalesce((SELECT email FROM free), u.email)
    WHERE u.identity = $1 AND u.suspended_at IS NULL
      AND (u.name, u.role, u.email) IS DISTINCT FROM ($2, $4::user_role, coalesce((SELECT email FROM free), u.email))
    RETURNING id, name, email, role, suspended_at),
  linked AS (
    UPDATE user_account u SET identity = $1, name = $2, role = $4::user_role
    WHERE $5::boolean AND u.email = $3::text AND u.identity IS NULL AND NOT EXISTS (SELECT FROM known)
    RETURNING id, name, email, role, suspended_at),
  made AS (
    INSERT INTO user_account (id, identity, name, email, role)
    SELECT gen_random_uuid(), $1, $2, (SELECT email FROM free), $4::user_role
    WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM linked)
    ON CONFLICT DO NOTHING
    RETURNING id, name, email, role, suspended_at),
  entries AS (
    INSERT INTO activity (id, subject_type, subject_id, actor_name, action, changed_paths, changed_fields)
    SELECT gen_random_uuid(), 'User', id, ${IDENTITY_PROVIDER}, action, paths, fields FROM (
      SELECT c.id, 'USER_UPDATED' AS action, ARRAY(SELECT f->>'field' FROM jsonb_array_elements(c.fields) f) AS paths, c.fields FROM (
        SELECT c.id, ${changes('k.name', 'c.name', 'k.role', 'c.role', 'k.email', 'c.email')} AS fields FROM changed c JOIN known k ON k.id = c.id
        UNION ALL SELECT l.id, ${changes('u.name', 'l.name', 'u.role', 'l.role', 'l.email', 'l.email')} || '[{"field": "identity", "isOmitted": true}]'::jsonb
        FROM linked l JOIN unlinked u ON u.id = l.id) c
      UNION ALL SELECT m.id, 'USER_CREATED', '{}'::text[], ${changes('NULL', 'm.name', 'NULL', 'm.role', 'NULL', 'm.email')} FROM made m) entry)
  SELECT id, name, email, role::text AS role, suspended_at IS NOT NULL AS suspended FROM (
    SELECT * FROM changed UNION ALL SELECT * FROM linked UNION ALL SELECT * FROM made
    UNION ALL SELECT * FROM known WHERE NOT EXISTS (SELECT FROM changed)) account`

/** Another request may make or change the same account meanwhile; the next attempt sees what it did. */
const ATTEMPTS = 3

export async function signIn(database: Database, person: Person): Promise<SignedInAccount> {
  for (let attempts = 1; attempts <= ATTEMPTS; attempts++) {
    const row = await accountOf(database, person)
    if (row)
      return { viewer: { id: row.id, name: row.name, email: row.email, role: row.role }, isSuspended: row.suspended }
  }
  throw new Error('an account changed during every attempt to sign in')
}

/** Null when another request came in between. */
async function accountOf(database: Database, person: Person): Promise<AccountRow | null> {
  const { identity, name, email, role, isEmailVerified } = person
  const parameters = [identity, name, email, role, isEmailVerified]
  try {
    const [row] = await database.query<AccountRow>({ name: 'identity_sign_in', text: SIGN_IN, parameters })
    return row ?? null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return null
    throw error
  }
}
