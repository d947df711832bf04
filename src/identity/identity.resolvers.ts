import type { MutationResolvers } from '../generated/graphql.ts'
import { createAccessToken, revokeAccessToken } from './access-token.service.ts'
import { createUser, updateUser } from './user.service.ts'

export const identityMutations = {
  createUser: (_root, { input }, { desk }) => createUser(desk, input),
  updateUser: (_root, { input }, { desk }) => updateUser(desk, input),
  createAccessToken: (_root, { input }, { desk }) => createAccessToken(desk, input),
  revokeAccessToken: (_root, { input }, { desk }) => revokeAccessToken(desk, input),
} satisfies MutationResolvers
