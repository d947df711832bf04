import { ACCESS_TOKEN } from '../contract/limits.ts'
import type { CreateAccessTokenInput, RevokeAccessTokenInput } from '../generated/graphql.ts'
import { isStorableDate } from '../lib/date.ts'
import { notAllowed } from '../mutation/common-errors.ts'
import { date } from '../mutation/date.ts'
import { asSent, type InputsOf, type Reader } from '../mutation/input.ts'
import { requiredText } from '../mutation/plain-text.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { lesserRole, type Role, roles } from '../viewer/viewer.ts'
import type { Account } from './user.rules.ts'

const expiry: Reader<Date | null, Date | null> = (sent, path, faults) => {
  if (!sent || !isStorableDate(sent) || sent > new Date()) return date(sent, path, faults)
  faults.add('INVALID', path, 'This time is in the past. Send a future time, or omit the field.')
  return null
}

export const NEW_TOKEN = {
  userId: asSent,
  name: requiredText(ACCESS_TOKEN.name),
  role: asSent,
  expiresAt: expiry,
} satisfies InputsOf<CreateAccessTokenInput>

export const REVOKED_TOKEN = { id: asSent } satisfies InputsOf<RevokeAccessTokenInput>

/** A token can never do more than its account, so a higher role is a mistake. */
export function whyNotForAccount({ role, suspendedAt }: Account, wanted: Role): UserError | null {
  if (suspendedAt !== null)
    return userError('NOT_ALLOWED_IN_STATE', ['input', 'userId'], 'This account is suspended. Reinstate it first.')
  if (lesserRole(wanted, role) === wanted) return null
  const allowed = roles.filter((each) => lesserRole(each, role) === each)
  return notAllowed(['input', 'role'], allowed, (choices) => `The account’s role is ${role}. Send ${choices}.`)
}
