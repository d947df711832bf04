import type {
  ApproveArticleInput,
  RecallFromReviewInput,
  RequestChangesInput,
  SubmitForReviewInput,
} from '../generated/graphql.ts'
import type { InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { checkPublishable } from '../publishability/publishable.rules.ts'
import { type ArticlePayload, carryOut, type TransitionInput } from './transition.service.ts'

/** What these say is the note to a colleague. */
const reads = {} satisfies InputsOf<
  SubmitForReviewInput & RecallFromReviewInput & RequestChangesInput & ApproveArticleInput,
  TransitionInput
>

export function submitForReview(desk: MutationContext, input: SubmitForReviewInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SUBMIT_FOR_REVIEW', { input, reads }, (article, _read, { faults }) => {
    checkPublishable(article.content, faults)
    return { entry: 'SUBMITTED', about: article.latestRevisionId }
  })
}

export function recallFromReview(desk: MutationContext, input: RecallFromReviewInput): Promise<ArticlePayload> {
  return carryOut(desk, 'RECALL_FROM_REVIEW', { input, reads }, (article) => ({
    entry: 'RECALLED',
    about: article.latestRevisionId,
  }))
}

export function requestChanges(desk: MutationContext, input: RequestChangesInput): Promise<ArticlePayload> {
  return carryOut(desk, 'REQUEST_CHANGES', { input, reads }, (article) => ({
    entry: 'CHANGES_REQUESTED',
    about: article.latestRevisionId,
  }))
}

export function approveArticle(desk: MutationContext, input: ApproveArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'APPROVE', { input, reads }, (article, _read, { faults }) => {
    checkPublishable(article.content, faults)
    return { entry: 'APPROVED', about: article.latestRevisionId }
  })
}
