import type { Violation } from '../database/violation.ts'
import type { CreateUserInput, UpdateUserInput } from '../generated/graphql.ts'
import { taken } from '../mutation/common-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, refuse, type Subject } from '../mutation/user-error.ts'
import { emailAddress } from './email.ts'
import { accountWith, getAccount, holdAdmins } from './user.load.ts'
import { CHANGED_ACCOUNT, changesOf, endsAdmin, NEW_ACCOUNT, whyNotChangeable } from './user.rules.ts'
import { makeAccount, writeAccount } from './user.write.ts'

type UserAnswer = { user: Subject }

export function createUser(desk: MutationContext, input: CreateUserInput): Promise<Outcome<UserAnswer>> {
  return mutate(desk, {
    name: 'createUser',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const account = readInput(input, NEW_ACCOUNT, faults)
      faults.refuse()
      return { user: await makeAccount(tx, viewer, account) }
    },
    explain: (violation) => whyTaken(desk, input, violation),
  })
}

export function updateUser(desk: MutationContext, input: UpdateUserInput): Promise<Outcome<UserAnswer>> {
  return mutate(desk, {
    name: 'updateUser',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const { id, ...wanted } = readInput(input, CHANGED_ACCOUNT, faults)
      faults.refuse()
      const admins = endsAdmin(wanted) ? await holdAdmins(tx) : []
      const account = await getAccount(tx, id)
      const change = changesOf(account, wanted)
      const isLastAdmin = admins.length === 1 && admins[0] === account.id
      refuse(whyNotChangeable(account, change, { viewer, isLastAdmin }))
      await writeAccount(tx, viewer, account, change)
      return { user: { id: account.id } }
    },
    explain: (violation) => whyTaken(desk, input, violation),
  })
}

async function whyTaken(
  { database }: MutationContext,
  { email: sent }: { email?: string | null },
  { constraint }: Violation,
): Promise<Refusal | null> {
  if (constraint !== 'user_account_email_key') return null
  const value = emailAddress(sent ?? '') ?? ''
  const user = await accountWith(database.prisma, value)
  const message = 'Another account has this e-mail address. Use another, or change that account.'
  return new Refusal([taken(['input', 'email'], { value, user }, () => message)])
}
