import type { MutationResolvers } from '../generated/graphql.ts'
import { nameRevision } from './name-revision.service.ts'
import { restoreRevision } from './restore-revision.service.ts'

export const revisionMutations = {
  restoreRevision: (_root, { input }, { desk }) => restoreRevision(desk, input),
  nameRevision: (_root, { input }, { desk }) => nameRevision(desk, input),
} satisfies MutationResolvers
