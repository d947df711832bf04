import type { MutationResolvers } from '../generated/graphql.ts'
import { lockArticle, unlockArticle } from './lock.service.ts'

export const lockMutations = {
  lockArticle: (_root, { input }, { desk }) => lockArticle(desk, input),
  unlockArticle: (_root, { input }, { desk }) => unlockArticle(desk, input),
} satisfies MutationResolvers
