import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { Violation } from '../database/violation.ts'
import type { CreateUserInput, UpdateUserInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, Refusal, refuse, type Subject, userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { findAccount, holdAdmins } from './user.load.ts'
import {
  type Account,
  type AccountChange,
  CHANGED_ACCOUNT,
  changesOf,
  endsAdmin,
  NEW_ACCOUNT,
  whyNotChangeable,
} from './user.rules.ts'
import { makeAccount } from './user.write.ts'

type UserAnswer = { user: Subject }

export function createUser(desk: Desk, input: CreateUserInput): Promise<Outcome<UserAnswer>> {
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
    explain: whyTaken,
  })
}

export function updateUser(desk: Desk, input: UpdateUserInput): Promise<Outcome<UserAnswer>> {
  return mutate(desk, {
    name: 'updateUser',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const { id: globalId, ...wanted } = readInput(input, CHANGED_ACCOUNT, faults)
      faults.refuse()
      const admins = endsAdmin(wanted) ? await holdAdmins(tx) : []
      const id = uuidOf('User', globalId)
      const account = id === null ? null : await findAccount(tx, id)
      if (!account) throw absent('account')
      const change = changesOf(account, wanted)
      const isLastAdmin = admins.length === 1 && admins[0] === account.id
      refuse(whyNotChangeable(account, change, { viewer, isLastAdmin }))
      await write(tx, viewer, account, change)
      return { user: { id: account.id } }
    },
    explain: whyTaken,
  })
}

async function write(tx: Tx, viewer: Viewer, { id, role }: Account, change: AccountChange): Promise<void> {
  const { suspended, ...said } = change
  const changedPaths = Object.keys(said)
  if (changedPaths.length === 0 && suspended === undefined) return
  const suspension = suspended === undefined ? {} : { suspendedAt: suspended ? new Date() : null }
  await tx.user.update({ where: { id }, data: { ...said, ...suspension }, select: { id: true } })
  if (changedPaths.length > 0) {
    const note = said.role === undefined ? null : `${role} -> ${said.role}`
    await writeActivity(tx, viewer, { type: 'User', id, action: 'USER_UPDATED', note, changedPaths })
  }
  if (suspended !== undefined) {
    const action = suspended ? 'USER_SUSPENDED' : 'USER_REINSTATED'
    await writeActivity(tx, viewer, { type: 'User', id, action, changedPaths: ['suspended'] })
  }
}

async function whyTaken({ constraint }: Violation): Promise<Refusal | null> {
  if (constraint !== 'user_account_email_key') return null
  return new Refusal([userError('TAKEN', ['input', 'email'], 'Another account has this e-mail address.')])
}
