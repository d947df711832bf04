import type { MutationResolvers } from '../generated/graphql.ts'
import { autosaveArticle, discardAutosave } from './autosave.service.ts'

export const autosaveMutations = {
  autosaveArticle: (_root, { input }, { desk }) => autosaveArticle(desk, input),
  discardAutosave: (_root, { input }, { desk }) => discardAutosave(desk, input),
} satisfies MutationResolvers
