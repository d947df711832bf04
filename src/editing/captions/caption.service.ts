import { v7 as newId } from 'uuid'
import type { Content } from '../../content/content.ts'
import type { CaptionContent } from '../../content/lists/captions.ts'
import type {
  AddCaptionInput,
  RemoveCaptionInput,
  ReorderCaptionsInput,
  UpdateCaptionInput,
} from '../../generated/graphql.ts'
import type { MadeArticle } from '../../lifecycle/article.load.ts'
import type { SaveAnswer } from '../../lifecycle/article-answer.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import type { MutationContext, Outcome } from '../../mutation/mutate.ts'
import { absent, type Subject } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import { withCaption, withChangedCaption, withOrder, withoutCaption } from './caption.rules.ts'
import type { CaptionsInput } from './captions-input.ts'
import { changeCaptions } from './change-captions.service.ts'

const REMOVE = { removeBlocks: asSent } satisfies InputsOf<RemoveCaptionInput, CaptionsInput>

const REORDER = { captionIds: asSent } satisfies InputsOf<ReorderCaptionsInput, CaptionsInput>

type CaptionPayload = Outcome<SaveAnswer & { caption: Subject }>

export function addCaption(desk: MutationContext, input: AddCaptionInput): Promise<CaptionPayload> {
  const id = newId()
  return changeCaptions(desk, input, {
    name: 'addCaption',
    imageId: input.imageId,
    change: (content, { image }, faults) => withCaption(content, id, input, image, faults),
    answer: (made) => ({ caption: inLatest(id, made) }),
  })
}

export function updateCaption(desk: MutationContext, input: UpdateCaptionInput): Promise<CaptionPayload> {
  const id = uuidOf('Caption', input.id) ?? ''
  return changeCaptions(desk, input, {
    name: 'updateCaption',
    imageId: input.imageId,
    change: (content, references, faults) =>
      withChangedCaption(content, getCaption(content, id), input, references, faults),
    answer: (made) => ({ caption: inLatest(id, made) }),
  })
}

export function removeCaption(
  desk: MutationContext,
  input: RemoveCaptionInput,
): Promise<Outcome<SaveAnswer & { removedCaptionId: string }>> {
  const id = uuidOf('Caption', input.id) ?? ''
  return changeCaptions(desk, input, {
    name: 'removeCaption',
    change: (content, _references, faults) =>
      withoutCaption(content, getCaption(content, id), readInput(input, REMOVE, faults).removeBlocks ?? false, faults),
    answer: () => ({ removedCaptionId: input.id }),
  })
}

export function reorderCaptions(desk: MutationContext, input: ReorderCaptionsInput): Promise<Outcome<SaveAnswer>> {
  return changeCaptions(desk, input, {
    name: 'reorderCaptions',
    change: (content, _references, faults) => {
      const { captionIds } = readInput(input, REORDER, faults)
      return withOrder(
        content,
        captionIds.map((id) => uuidOf('Caption', id)),
        faults,
      )
    },
    answer: () => ({}),
  })
}

/** A caption as the call left it: in the revision that was the latest then. */
function inLatest(id: string, { latestRevisionId }: MadeArticle): Subject {
  return { id, row: { id, revision_id: latestRevisionId } }
}

/** @throws Refusal NOT_FOUND: the article had it once */
function getCaption({ captions }: Content, id: string): CaptionContent {
  const caption = captions.find((one) => one.id === id)
  if (!caption) throw absent("caption in the article's latest revision")
  return caption
}
