import { parseDate } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseRequiredText } from '../mutation/plain-text.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { lesserRole, type Role } from '../viewer/viewer.ts'
import type { Account } from './user.rules.ts'

const NAME = { most: 100 }

export function parseTokenName(name: string, faults: Faults): string {
  return parseRequiredText(name, ['input', 'name'], NAME, faults)
}

const EXPIRES_AT = ['input', 'expiresAt']

export function parseExpiry(expiresAt: Date | null, now: Date, faults: Faults): Date | null {
  if (!expiresAt || expiresAt > now) return parseDate(expiresAt, EXPIRES_AT, faults)
  faults.add('INVALID', EXPIRES_AT, 'This time is in the past. Send a future time, or omit the field.')
  return null
}

/** A token can never do more than its account, so a higher role is a mistake. */
export function whyNotForAccount({ role, suspendedAt }: Account, wanted: Role): UserError | null {
  if (suspendedAt !== null)
    return userError('NOT_ALLOWED_IN_STATE', ['input', 'userId'], 'This account is suspended. Reinstate it first.')
  if (lesserRole(wanted, role) === wanted) return null
  return userError('INVALID', ['input', 'role'], `The account’s role is ${role}. Choose that role or a lower one.`)
}
