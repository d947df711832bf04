import type { MutationResolvers } from '../generated/graphql.ts'
import { restoreRevision } from './restore-revision.service.ts'

export const revisionMutations = {
  restoreRevision: (_root, { input }, { desk }) => restoreRevision(desk, input),
} satisfies MutationResolvers
