import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { CreateAccessTokenInput, RevokeAccessTokenInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { NEW_TOKEN, REVOKED_TOKEN, whyNotForAccount } from './access-token.rules.ts'
import { makeAccessToken } from './access-token.write.ts'
import { findAccount } from './user.load.ts'
import type { Account } from './user.rules.ts'
import { makeAccount } from './user.write.ts'

type NewTokenAnswer = { accessToken: Subject; token: string }

export function createAccessToken(desk: Desk, input: CreateAccessTokenInput): Promise<Outcome<NewTokenAnswer>> {
  return mutate(desk, {
    name: 'createAccessToken',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const { userId: globalId, name, role, expiresAt = null } = readInput(input, NEW_TOKEN, faults)
      const account = globalId ? await accountOf(tx, globalId) : null
      if (account) faults.take(whyNotForAccount(account, role))
      faults.refuse()
      const { id: userId } = account ?? (await makeAccount(tx, viewer, { name, email: null, role }))
      const { id, token } = await makeAccessToken(tx, viewer, { userId, name, role, expiresAt })
      return { accessToken: { id }, token }
    },
    shownOnce: ['token'],
  })
}

export function revokeAccessToken(
  desk: Desk,
  input: RevokeAccessTokenInput,
): Promise<Outcome<{ accessToken: Subject }>> {
  return mutate(desk, {
    name: 'revokeAccessToken',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const { id: globalId } = readInput(input, REVOKED_TOKEN, new Faults())
      const id = uuidOf('AccessToken', globalId)
      const token = id === null ? null : await tx.accessToken.findUnique({ where: { id }, select: { id: true } })
      if (!token) throw absent('access token')
      const { count } = await tx.accessToken.updateMany({
        where: { id: token.id, revokedAt: null },
        data: { revokedAt: new Date() },
      })
      if (count > 0) await writeActivity(tx, viewer, { type: 'AccessToken', id: token.id, action: 'TOKEN_REVOKED' })
      return { accessToken: token }
    },
  })
}

/** @throws Refusal NOT_FOUND */
async function accountOf(tx: Tx, globalId: string): Promise<Account> {
  const id = uuidOf('User', globalId)
  const account = id === null ? null : await findAccount(tx, id)
  if (!account) throw absent('account', ['input', 'userId'])
  return account
}
