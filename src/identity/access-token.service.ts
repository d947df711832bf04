import type { CreateAccessTokenInput, RevokeAccessTokenInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { parseExpiry, parseTokenName, whyNotForAccount } from './access-token.rules.ts'
import { makeAccessToken, revokeToken } from './access-token.write.ts'
import { getAccount } from './user.load.ts'
import { makeAccount } from './user.write.ts'

type NewTokenAnswer = { accessToken: Subject; token: string }

export function createAccessToken(desk: Desk, input: CreateAccessTokenInput): Promise<Outcome<NewTokenAnswer>> {
  const { role } = input
  return mutate(desk, {
    name: 'createAccessToken',
    input,
    needs: 'MANAGE_USERS',
    async work(tx, viewer) {
      const faults = new Faults()
      const name = parseTokenName(input.name, faults)
      const expiresAt = parseExpiry(input.expiresAt ?? null, new Date(), faults)
      const account = input.userId ? await getAccount(tx, input.userId, ['input', 'userId']) : null
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
      const id = uuidOf('AccessToken', input.id)
      if (id === null || !(await revokeToken(tx, viewer, id))) throw absent('access token')
      return { accessToken: { id } }
    },
  })
}
