import type { Faults } from '../mutation/faults.ts'
import { parseRequiredText, parseText } from '../mutation/plain-text.ts'
import { type Path, type UserError, userError } from '../mutation/user-error.ts'
import { lesserRole, type Role, type Viewer } from '../viewer/viewer.ts'
import { emailAddress } from './email.ts'

const NAME = { most: 200 }
const EMAIL = { most: 254 }

/** An account as it stands. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: Role
  /** Who they are at the identity provider; null for those who only use access tokens */
  readonly identity: string | null
  readonly suspendedAt: Date | null
}

/** What an account is to be. */
export interface AccountChange {
  readonly name?: string
  readonly email?: string | null
  readonly role?: Role
  readonly suspended?: boolean
}

export function parseName(name: string | null, faults: Faults): string {
  return parseRequiredText(name, ['input', 'name'], NAME, faults)
}

/** In the form that accounts store. Null if there is none. */
export function parseEmail(email: string | null, faults: Faults): string | null {
  const path: Path = ['input', 'email']
  const found = faults.found.length
  const text = parseText(email, path, EMAIL, faults)
  if (text === null || faults.found.length > found) return null
  const address = emailAddress(text)
  if (address === null) faults.add('INVALID', path, 'This is not an e-mail address. Use the form name@daily.example.')
  return address
}

export function parseRequiredEmail(email: string, faults: Faults): string | null {
  const found = faults.found.length
  const address = parseEmail(email, faults)
  if (address === null && faults.found.length === found)
    faults.add('REQUIRED', ['input', 'email'], 'This cannot be empty. Send an e-mail address.')
  return address
}

/** What of a change is one: what is as it should be already is not. */
export function changesOf(account: Account, wanted: AccountChange): AccountChange {
  const { name, email, role, suspended } = wanted
  return {
    ...(name !== undefined && name !== account.name && { name }),
    ...(email !== undefined && email !== account.email && { email }),
    ...(role !== undefined && role !== account.role && { role }),
    ...(suspended !== undefined && suspended !== (account.suspendedAt !== null) && { suspended }),
  }
}

/** Whether it takes an admin from the newsroom, if the account is one. */
export function endsAdmin({ role, suspended }: AccountChange): boolean {
  return suspended === true || (role !== undefined && role !== 'ADMIN')
}

/**
 * Why a change cannot be made. The newsroom's policy:
 * - Nobody suspends or demotes themselves: a slip would lock them out, and only another could undo it.
 * - There is always an admin.
 * - What the identity provider says of an account is changed there: here it would hold until their next request.
 */
export function whyNotChangeable(
  account: Account,
  change: AccountChange,
  { viewer, isLastAdmin }: { viewer: Viewer; isLastAdmin: boolean },
): UserError[] {
  const field = change.suspended === true ? 'suspended' : 'role'
  const isDemoted = change.role !== undefined && lesserRole(change.role, account.role) === change.role
  if (account.id === viewer.id && (change.suspended === true || isDemoted)) {
    const what = field === 'suspended' ? 'suspend yourself' : 'lower your own role'
    return [refusal(field, `You cannot ${what}. Ask another admin to do it.`)]
  }
  if (isLastAdmin && endsAdmin(change))
    return [refusal(field, 'This is the newsroom’s last admin. Make another account an admin first.')]
  if (account.identity === null) return []
  const fromProvider = (['name', 'email', 'role'] as const).filter((one) => change[one] !== undefined)
  return fromProvider.map((one) =>
    refusal(one, `The ${one} of this account comes from the identity provider. Change it there.`),
  )
}

function refusal(field: keyof AccountChange, message: string): UserError {
  return userError('NOT_ALLOWED_IN_STATE', ['input', field], message)
}
