import type { CommonInput } from '../../mutation/input.ts'

/** What the inputs have in common, which changeCaptions reads. */
export interface CaptionsInput extends CommonInput {
  readonly id?: string
  readonly articleId?: string
  readonly version: number
  readonly note?: string | null | undefined
  readonly takeOver?: boolean | null | undefined
  readonly keepApproval?: boolean | null | undefined
}

/** The article is named by itself or by one of its captions. */
export type NamedArticle = Omit<CaptionsInput, 'id' | 'articleId'> &
  ({ readonly articleId: string; readonly id?: never } | { readonly id: string; readonly articleId?: never })
