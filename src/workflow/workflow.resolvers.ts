import type { MutationResolvers } from '../generated/graphql.ts'
import { publishArticle, withdrawArticle } from './publication.service.ts'
import { setPublishedAt } from './publication-date.service.ts'
import { approveArticle, recallFromReview, requestChanges, submitForReview } from './review.service.ts'
import { scheduleArticle, setEmbargo, unscheduleArticle } from './schedule.service.ts'
import { deleteArticle, restoreFromTrash, trashArticle } from './trash.service.ts'

export const workflowMutations = {
  submitForReview: (_root, { input }, { desk }) => submitForReview(desk, input),
  recallFromReview: (_root, { input }, { desk }) => recallFromReview(desk, input),
  requestChanges: (_root, { input }, { desk }) => requestChanges(desk, input),
  approveArticle: (_root, { input }, { desk }) => approveArticle(desk, input),
  publishArticle: (_root, { input }, { desk }) => publishArticle(desk, input),
  withdrawArticle: (_root, { input }, { desk }) => withdrawArticle(desk, input),
  scheduleArticle: (_root, { input }, { desk }) => scheduleArticle(desk, input),
  unscheduleArticle: (_root, { input }, { desk }) => unscheduleArticle(desk, input),
  setEmbargo: (_root, { input }, { desk }) => setEmbargo(desk, input),
  setPublishedAt: (_root, { input }, { desk }) => setPublishedAt(desk, input),
  trashArticle: (_root, { input }, { desk }) => trashArticle(desk, input),
  restoreFromTrash: (_root, { input }, { desk }) => restoreFromTrash(desk, input),
  deleteArticle: (_root, { input }, { desk }) => deleteArticle(desk, input),
} satisfies MutationResolvers
