import type { MutationResolvers } from '../generated/graphql.ts'
import { createRedirect, deleteRedirect } from './redirect.service.ts'

export const redirectMutations = {
  createRedirect: (_root, { input }, { desk, site }) => createRedirect(desk, site, input),
  deleteRedirect: (_root, { input }, { desk }) => deleteRedirect(desk, input),
} satisfies MutationResolvers
