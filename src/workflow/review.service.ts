import type { ApproveArticleInput, RequestChangesInput, SubmitForReviewInput } from '../generated/graphql.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { type ArticlePayload, carryOut } from './transition.service.ts'

export function submitForReview(desk: MutationContext, input: SubmitForReviewInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SUBMIT_FOR_REVIEW', input, () => ({ entry: 'SUBMITTED' }))
}

export function requestChanges(desk: MutationContext, input: RequestChangesInput): Promise<ArticlePayload> {
  return carryOut(desk, 'REQUEST_CHANGES', input, () => ({ entry: 'CHANGES_REQUESTED' }))
}

export function approveArticle(desk: MutationContext, input: ApproveArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'APPROVE', input, () => ({ entry: 'APPROVED' }))
}
