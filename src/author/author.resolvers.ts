import type { MutationResolvers } from '../generated/graphql.ts'
import { createAuthor, updateAuthor } from './author.service.ts'
import { deleteAuthor } from './delete-author.service.ts'

export const authorMutations = {
  createAuthor: (_root, { input }, { desk, site }) => createAuthor(desk, site, input),
  updateAuthor: (_root, { input }, { desk, site }) => updateAuthor(desk, site, input),
  deleteAuthor: (_root, { input }, { desk }) => deleteAuthor(desk, input),
} satisfies MutationResolvers
