import type { MutationResolvers } from '../generated/graphql.ts'
import { bulkUpdateArticles } from './bulk-update.service.ts'
import { createArticle } from './create-article.service.ts'
import { updateArticle } from './save-article.service.ts'

export const editingMutations = {
  createArticle: (_root, { input }, { desk, site }) => createArticle(desk, site, input),
  updateArticle: (_root, { input }, { desk, site }) => updateArticle(desk, site, input),
  bulkUpdateArticles: (_root, { input }, { desk }) => bulkUpdateArticles(desk, input),
} satisfies MutationResolvers
