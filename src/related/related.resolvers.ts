import type { MutationResolvers } from '../generated/graphql.ts'
import { setRelatedArticles } from './set-related.service.ts'

export const relatedMutations = {
  setRelatedArticles: (_root, { input }, { desk }) => setRelatedArticles(desk, input),
} satisfies MutationResolvers
