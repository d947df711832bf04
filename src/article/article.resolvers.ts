import type { MutationResolvers } from '../generated/graphql.ts'

export const articleMutations = {} satisfies MutationResolvers
