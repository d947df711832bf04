import type { Content } from '../../content/content.ts'
import { type PartsInput, parseParts, SHOWN_TWICE } from '../../content/input/captions.ts'
import { missingCaptions } from '../../content/input/missing-captions.ts'
import { NOTHING_INHERITED } from '../../content/input/own-texts.ts'
import { type CaptionContent, isShownTwice } from '../../content/lists/captions.ts'
import { LIST_LIMITS } from '../../content/lists/limits.ts'
import type { AddCaptionInput, CaptionRole, UpdateCaptionInput } from '../../generated/graphql.ts'
import { outOfRange } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { detailedError } from '../../mutation/user-error.ts'
import { inUse, NO_USES } from '../../reference/uses.ts'
import type { CaptionReferences, KnownImage } from './caption.load.ts'
import type { CaptionsInput } from './captions-input.ts'

const PATH = ['input']

const ADD = {
  imageId: asSent,
  role: asSent,
  position: asSent,
} satisfies InputsOf<AddCaptionInput, CaptionsInput & PartsInput>

const UPDATE = { imageId: asSent, role: asSent } satisfies InputsOf<UpdateCaptionInput, CaptionsInput & PartsInput>

/** The content with one caption more. @param image null where there is no such image */
export function withCaption(
  content: Content,
  id: string,
  input: AddCaptionInput,
  image: KnownImage | null,
  faults: Faults,
): Content {
  const { captions } = content
  const { role = 'INLINE', position = captions.length } = readInput(input, ADD, faults)
  if (captions.length >= LIST_LIMITS.items) {
    const length = {
      __typename: 'LimitDetails',
      unit: 'ITEMS',
      actual: captions.length + 1,
      limit: LIST_LIMITS.items,
    } as const
    faults.take(
      detailedError(
        'TOO_LONG',
        PATH,
        length,
        ({ actual, limit }) => `The article would have ${actual} captions; the limit is ${limit}. Remove one first.`,
      ),
    )
  }
  checkImage(image, faults)
  checkLead(captions, id, role, faults)
  const at = parsePosition(position ?? captions.length, captions.length, faults)
  const use = { before: null, inherited: image?.inherited ?? NOTHING_INHERITED }
  const caption = { id, imageId: image?.id ?? '', role, ...parseParts(input, use, PATH, faults) }
  checkGallery(captions, caption, faults)
  return { ...content, captions: captions.toSpliced(at, 0, caption) }
}

/** The content with a caption as the input has it. */
export function withChangedCaption(
  content: Content,
  before: CaptionContent,
  input: UpdateCaptionInput,
  { image, inherited }: Pick<CaptionReferences, 'image' | 'inherited'>,
  faults: Faults,
): Content {
  const { imageId: sent, role = before.role } = readInput(input, UPDATE, faults)
  if (sent === null)
    faults.add(
      'REQUIRED',
      ['input', 'imageId'],
      'A caption must have an image. Omit the field to keep the current one.',
    )
  else if (sent !== undefined) checkImage(image, faults)
  if (role === null)
    faults.add('REQUIRED', ['input', 'role'], 'A caption must have a role. Omit the field to keep the current one.')
  else checkLead(content.captions, before.id, role, faults)
  const shown = inherited ?? NOTHING_INHERITED
  const use = { before: { own: before, inherited: shown }, inherited: image?.inherited ?? shown }
  const after = {
    ...before,
    imageId: image?.id ?? before.imageId,
    role: role ?? before.role,
    ...parseParts(input, use, PATH, faults),
  }
  checkGallery(content.captions, after, faults)
  return { ...content, captions: content.captions.map((caption) => (caption === before ? after : caption)) }
}

/** The content without a caption, and without the blocks that show it where that is wanted. */
export function withoutCaption(
  content: Content,
  { id }: CaptionContent,
  removeBlocks: boolean,
  faults: Faults,
): Content {
  const body = content.body.filter((block) => block.type !== 'image' || block.captionId !== id)
  const blocks = content.body.length - body.length
  if (blocks > 0 && !removeBlocks) {
    faults.take(
      inUse({ ...NO_USES, blocks }, () => {
        const [what, them] = blocks === 1 ? ['block', 'it'] : ['blocks', 'them']
        return `The body shows this caption in ${blocks} ${what}. Send \`removeBlocks: true\` to remove ${them} too.`
      }),
    )
  }
  return { ...content, body, captions: content.captions.filter((caption) => caption.id !== id) }
}

/** The content with its captions in another order. @param ids uuids, null for what is no id of a caption */
export function withOrder(content: Content, ids: readonly (string | null)[], faults: Faults): Content {
  const left = new Map(content.captions.map((caption) => [caption.id, caption]))
  const known = new Set(left.keys())
  const captions = ids.flatMap((id, index) => {
    const path = ['input', 'captionIds', index]
    const caption = id === null ? undefined : left.get(id)
    if (id !== null && caption) {
      left.delete(id)
      return [caption]
    }
    if (id !== null && known.has(id))
      faults.add('DUPLICATE', path, 'This caption is already in the list. Remove the second one.')
    else
      faults.add(
        'NOT_FOUND',
        path,
        "The article's latest revision does not have this caption. Remove it from the list.",
      )
    return []
  })
  if (left.size > 0) {
    const positions = [...left.values()].map((caption) => content.captions.indexOf(caption)).join(', ')
    faults.take(
      missingCaptions('REQUIRED', ['input', 'captionIds'], [...left.keys()], () => {
        return `This list must have every caption of the article. Missing, by position: ${positions}.`
      }),
    )
  }
  return { ...content, captions }
}

function checkImage(image: KnownImage | null, faults: Faults): void {
  if (image !== null) return
  faults.add('NOT_FOUND', ['input', 'imageId'], 'There is no image with this id. Choose another, or upload it first.')
}

function checkLead(captions: readonly CaptionContent[], id: string, role: CaptionRole, faults: Faults): void {
  if (role !== 'LEAD' || !captions.some((other) => other.role === 'LEAD' && other.id !== id)) return
  const message =
    'Another caption already has the role LEAD. Give this one another role, or change the other one first.'
  faults.add('DUPLICATE', ['input', 'role'], message)
}

function checkGallery(captions: readonly CaptionContent[], caption: CaptionContent, faults: Faults): void {
  if (!captions.some((other) => other.id !== caption.id && isShownTwice(other, caption))) return
  faults.add('DUPLICATE', PATH, SHOWN_TWICE)
}

function parsePosition(position: number, count: number, faults: Faults): number {
  if (position >= 0 && position <= count) return position
  faults.take(
    outOfRange(['input', 'position'], position, { min: 0, max: count }, ({ number, min, max }) => {
      return `The position ${number} is out of range. Send a number from ${min} to ${max}.`
    }),
  )
  return count
}
