import { ACCESS_TOKEN } from '../contract/limits.ts'
import type { CreateAccessTokenInput, RevokeAccessTokenInput } from '../generated/graphql.ts'
import { date } from '../mutation/date.ts'
import { asSent, type InputsOf, type Reader } from '../mutation/input.ts'
import { requiredText } from '../mutation/plain-text.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { lesserRole, type Role } from '../viewer/viewer.ts'
import type { Account } from './user.rules.ts'

const expiry: Reader<Date | null, Date | null> = (sent, path, faults) => {
  if (!sent || sent > new Date()) return date(sent, path, faults)
  faults.add('INVALID', path, 'This is past. Give a time to come, or leave it out.')
  return null
}

export const NEW_TOKEN = {
  userId: asSent,
  name: requiredText(ACCESS_TOKEN.name),
  role: asSent,
  expiresAt: expiry,
} satisfies InputsOf<CreateAccessTokenInput>

export const REVOKED_TOKEN = { id: asSent } satisfies InputsOf<RevokeAccessTokenInput>

/** A token would never give more than its account has, so one that says so is a mistake. */
export function whyNotForAccount({ role, suspendedAt }: Account, wanted: Role): UserError | null {
  if (suspendedAt !== null)
    return userError('NOT_ALLOWED_IN_STATE', ['input', 'userId'], 'This account is suspended. Let it in again first.')
  if (lesserRole(wanted, role) === wanted) return null
  return userError('INVALID', ['input', 'role'], `The account’s own role is ${role}. A token gives that or less.`)
}
