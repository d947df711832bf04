import { v7 as newId } from 'uuid'
import type { CaptionInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { parseRequiredText } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { idPrefix, uuidOf } from '../../reading/global-id.ts'
import { type CaptionContent, isShownTwice } from '../lists/captions.ts'
import { LIST_LIMITS } from '../lists/limits.ts'
import { parseList } from './article-input.ts'
import { parseCrop } from './crop.ts'
import { type InheritedTexts, NOTHING_INHERITED, parseOwnTexts, type UseBefore } from './own-texts.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'captions']

export type PartsInput = Pick<CaptionInput, keyof Parts>

/** Reads what an input says of an image's use: the same in every input that has it. `parseOwnTexts` reads the texts. */
const PART_READS = { text: asSent, altText: asSent, credit: asSent, crop: parseCrop } satisfies InputsOf<PartsInput>

/** What an input says of an image's use; what it omits stays as it was, and is the image's in a new use. */
export function parseParts(input: PartsInput, use: Use, path: Path, faults: Faults): Parts {
  const { crop = use.before?.own.crop ?? null, ...texts } = readInput(input, PART_READS, faults, path)
  return { ...parseOwnTexts(texts, use, path, faults), crop }
}

interface Use {
  readonly before: UseBefore<Parts> | null
  readonly inherited: InheritedTexts
}

const READS = { key: asSent, imageId: asSent, role: asSent } satisfies InputsOf<CaptionInput, PartsInput>

/** The captions of an article, and the keys by which blocks of the input name them. */
export interface Captions {
  readonly captions: readonly CaptionContent[]
  /** Ids by keys */
  readonly byKey: ReadonlyMap<string, string>
}

/** Captions that an input leaves as they are go by their global ids. */
export function existingCaptions(captions: readonly CaptionContent[]): Captions {
  return { captions, byKey: new Map(captions.map(({ id }) => [`${idPrefix('Caption')}${id}`, id])) }
}

export function parseCaptions(
  given: readonly CaptionInput[] | null,
  before: readonly CaptionContent[],
  { images }: References,
  faults: Faults,
): Captions {
  const known = new Map(before.map((caption) => [caption.id, caption]))
  const inheritedFrom = (imageId: string) => images.get(imageId) ?? NOTHING_INHERITED
  const byKey = new Map<string, string>()
  const read: CaptionContent[] = []
  let leads = 0
  const captions = parseList(given, PATH, faults).map((sent, index) => {
    const path = [...PATH, index]
    const earlier = faults.count
    const { key, imageId: sentImageId, role = 'INLINE' } = readInput(sent, READS, faults, path)
    const own = captionNamed(key, known)
    const id = own?.id ?? newId()
    const imageId = parseImage(sentImageId, images, path, faults)
    const use = {
      before: own ? { own, inherited: inheritedFrom(own.imageId) } : null,
      inherited: inheritedFrom(imageId),
    }
    parseRequiredText(key, [...path, 'key'], { most: LIST_LIMITS.captionKey }, faults)
    if (byKey.has(key))
      faults.add('DUPLICATE', [...path, 'key'], 'Another caption has this key. Give each caption a different key.')
    byKey.set(key, id)
    if (role === 'LEAD') leads++
    if (role === 'LEAD' && leads > 1)
      faults.add('DUPLICATE', [...path, 'role'], 'An article can have only one lead image. Give this one another role.')
    const caption = { id, imageId, role, ...parseParts({ ...NO_PARTS, ...sent }, use, path, faults) }
    if (faults.count === earlier && read.some((other) => isShownTwice(other, caption)))
      faults.add('DUPLICATE', path, SHOWN_TWICE)
    read.push(caption)
    return caption
  })
  return { captions, byKey }
}

/** A caption that the article has stays the same one when its id is the key. */
function captionNamed(key: string, known: ReadonlyMap<string, CaptionContent>): CaptionContent | undefined {
  return known.get(uuidOf('Caption', key) ?? '')
}

function parseImage(imageId: string, images: References['images'], path: Path, faults: Faults): string {
  const id = uuidOf('Image', imageId)
  if (id !== null && images.has(id)) return id
  faults.add('NOT_FOUND', [...path, 'imageId'], 'There is no image with this id. Choose another, or upload it first.')
  return ''
}

export const SHOWN_TWICE =
  'The gallery already has this image with the same region and texts. Remove one of the two, or give this one another text or region.'

type Parts = Pick<CaptionContent, 'text' | 'altText' | 'credit' | 'crop'>

/** What a list that replaces another does not say. */
const NO_PARTS: Parts = { text: null, altText: null, credit: null, crop: null }
