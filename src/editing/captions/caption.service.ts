import { v7 as newId } from 'uuid'
import type { Content } from '../../content/content.ts'
import type { CaptionContent } from '../../content/lists/captions.ts'
import type {
  AddCaptionInput,
  RemoveCaptionInput,
  ReorderCaptionsInput,
  UpdateCaptionInput,
} from '../../generated/graphql.ts'
import type { Desk, Outcome } from '../../mutation/mutate.ts'
import { absent, type Subject } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import { withCaption, withChangedCaption, withOrder, withoutCaption } from './caption.rules.ts'
import { type ChangedArticle, changeCaptions } from './change-captions.service.ts'

type CaptionPayload = Outcome<ChangedArticle & { caption: Subject }>

export function addCaption(desk: Desk, input: AddCaptionInput): Promise<CaptionPayload> {
  const id = newId()
  return changeCaptions(desk, input, {
    name: 'addCaption',
    imageId: input.imageId,
    change: (content, imageId, faults) => withCaption(content, id, input, imageId, faults),
    answer: { caption: { id } },
  })
}

export function updateCaption(desk: Desk, input: UpdateCaptionInput): Promise<CaptionPayload> {
  const id = uuidOf('Caption', input.id) ?? ''
  return changeCaptions(desk, input, {
    name: 'updateCaption',
    imageId: input.imageId,
    change: (content, imageId, faults) => withChangedCaption(content, getCaption(content, id), input, imageId, faults),
    answer: { caption: { id } },
  })
}

export function removeCaption(
  desk: Desk,
  input: RemoveCaptionInput,
): Promise<Outcome<ChangedArticle & { removedCaptionId: string }>> {
  const id = uuidOf('Caption', input.id) ?? ''
  return changeCaptions(desk, input, {
    name: 'removeCaption',
    change: (content, _imageId, faults) =>
      withoutCaption(content, getCaption(content, id), input.removeBlocks ?? false, faults),
    answer: { removedCaptionId: input.id },
  })
}

export function reorderCaptions(desk: Desk, input: ReorderCaptionsInput): Promise<Outcome<ChangedArticle>> {
  const ids = input.captionIds.map((id) => uuidOf('Caption', id))
  return changeCaptions(desk, input, {
    name: 'reorderCaptions',
    change: (content, _imageId, faults) => withOrder(content, ids, faults),
    answer: {},
  })
}

/** @throws Refusal NOT_FOUND: the article had it once */
function getCaption({ captions }: Content, id: string): CaptionContent {
  const caption = captions.find((one) => one.id === id)
  if (!caption) throw absent("caption in the article's latest revision")
  return caption
}
