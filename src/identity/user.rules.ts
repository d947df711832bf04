import { USER } from '../contract/limits.ts'
import type { CreateUserInput, UpdateUserInput } from '../generated/graphql.ts'
import { asSent, type InputsOf, type Reader } from '../mutation/input.ts'
import type { Plain } from '../mutation/plain-message.ts'
import { parseText, requiredText } from '../mutation/plain-text.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { lesserRole, type Role, type Viewer } from '../viewer/viewer.ts'
import { emailAddress } from './email.ts'

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

/** In the form that accounts store. Null if there is none. */
const email: Reader<string | null, string | null> = (sent, path, faults) => {
  const found = faults.found.length
  const text = parseText(sent, path, USER.email, faults)
  if (text === null || faults.found.length > found) return null
  const address = emailAddress(text)
  if (address === null) faults.add('INVALID', path, 'This is not an e-mail address. Use the form name@daily.example.')
  return address
}

const requiredEmail: Reader<string, string | null> = (sent, path, faults) => {
  const found = faults.found.length
  const address = email(sent, path, faults)
  if (address === null && faults.found.length === found)
    faults.add('REQUIRED', path, 'This cannot be empty. Send an e-mail address.')
  return address
}

/** One that cannot be cleared. */
function keptUnlessGiven<Value>(
  message: 'An account must have a role. Send a role, or omit the field.' | 'Send true or false, or omit the field.',
): Reader<Value | null, Value | undefined> {
  return (sent, path, faults) => {
    if (sent === null) faults.add('REQUIRED', path, message)
    return sent ?? undefined
  }
}

export const NEW_ACCOUNT = {
  name: requiredText(USER.name),
  email: requiredEmail,
  role: asSent,
} satisfies InputsOf<CreateUserInput>

export const CHANGED_ACCOUNT = {
  id: asSent,
  role: keptUnlessGiven<Role>('An account must have a role. Send a role, or omit the field.'),
  suspended: keptUnlessGiven<boolean>('Send true or false, or omit the field.'),
  name: requiredText(USER.name),
  email,
} satisfies InputsOf<UpdateUserInput>

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

function refusal<const Message extends string>(field: keyof AccountChange, message: Plain<Message>): UserError {
  return userError('NOT_ALLOWED_IN_STATE', ['input', field], message)
}
