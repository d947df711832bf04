import type { Violation } from '../database/violation.ts'
import type { CreateUserInput, UpdateUserInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, refuse, type Subject, userError } from '../mutation/user-error.ts'
import { getAccount, holdAdmins } from './user.load.ts'
import {
  type AccountChange,
  changesOf,
  endsAdmin,
  parseEmail,
  parseName,
  parseRequiredEmail,
  whyNotChangeable,
} from './user.rules.ts'
import { makeAccount, writeAccount } from './user.write.ts'

type UserAnswer = { user: Subject }

export function createUser(desk: Desk, input: CreateUserInput): Promise<Outcome<UserAnswer>> {
  return mutate(desk, {
    name: 'createUser',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const name = parseName(input.name, faults)
      const email = parseRequiredEmail(input.email, faults)
      faults.refuse()
      return { user: await makeAccount(tx, viewer, { name, email, role: input.role }) }
    },
    explain: whyTaken,
  })
}

export function updateUser(desk: Desk, input: UpdateUserInput): Promise<Outcome<UserAnswer>> {
  return mutate(desk, {
    name: 'updateUser',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const wanted = parseChange(input)
      const admins = endsAdmin(wanted) ? await holdAdmins(tx) : []
      const account = await getAccount(tx, input.id)
      const change = changesOf(account, wanted)
      const isLastAdmin = admins.length === 1 && admins[0] === account.id
      refuse(whyNotChangeable(account, change, { viewer, isLastAdmin }))
      await writeAccount(tx, viewer, account, change)
      return { user: { id: account.id } }
    },
    explain: whyTaken,
  })
}

/** @throws Refusal */
function parseChange({ name, email, role, suspended }: UpdateUserInput): AccountChange {
  const faults = new Faults()
  if (role === null)
    faults.add('REQUIRED', ['input', 'role'], 'An account always has a role. Leave it out, or give one.')
  if (suspended === null) faults.add('REQUIRED', ['input', 'suspended'], 'Leave it out, or say true or false.')
  const change = {
    ...(name !== undefined && { name: parseName(name, faults) }),
    ...(email !== undefined && { email: parseEmail(email, faults) }),
    ...(role && { role }),
    ...(typeof suspended === 'boolean' && { suspended }),
  }
  faults.refuse()
  return change
}

async function whyTaken({ constraint }: Violation): Promise<Refusal | null> {
  if (constraint !== 'user_account_email_key') return null
  return new Refusal([userError('TAKEN', ['input', 'email'], 'Another account has this e-mail address.')])
}
