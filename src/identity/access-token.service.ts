import type { CreateAccessTokenInput, RevokeAccessTokenInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { NEW_TOKEN, REVOKED_TOKEN, whyNotForAccount } from './access-token.rules.ts'
import { makeAccessToken, revokeToken } from './access-token.write.ts'
import { getAccount } from './user.load.ts'
import { makeAccount } from './user.write.ts'

type NewTokenAnswer = { accessToken: Subject; token: string }

export function createAccessToken(
  desk: MutationContext,
  input: CreateAccessTokenInput,
): Promise<Outcome<NewTokenAnswer>> {
  return mutate(desk, {
    name: 'createAccessToken',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const { userId: globalId, name, role, expiresAt = null } = readInput(input, NEW_TOKEN, faults)
      const account = globalId ? await getAccount(tx, globalId, ['input', 'userId']) : null
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
  desk: MutationContext,
  input: RevokeAccessTokenInput,
): Promise<Outcome<{ accessToken: Subject }>> {
  return mutate(desk, {
    name: 'revokeAccessToken',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const id = uuidOf('AccessToken', readInput(input, REVOKED_TOKEN, new Faults()).id)
      if (id === null || !(await revokeToken(tx, viewer, id))) throw absent('access token')
      return { accessToken: { id } }
    },
  })
}
