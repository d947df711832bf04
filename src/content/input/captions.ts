import { v7 as newId } from 'uuid'
import type { CaptionInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { parseRequiredText, parseText, type TextForm } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { idPrefix, uuidOf } from '../../reading/global-id.ts'
import type { CaptionContent } from '../lists/captions.ts'
import { LIST_LIMITS } from '../lists/limits.ts'
import { parseList } from './article-input.ts'
import { parseCrop } from './crop.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'captions']

/** The captions of an article, and the keys by which blocks of the input name them. */
export interface Captions {
  readonly captions: readonly CaptionContent[]
  /** Ids by keys */
  readonly byKey: ReadonlyMap<string, string>
}

/** Captions that an input leaves as they are go by their global ids. */
export function keptCaptions(captions: readonly CaptionContent[]): Captions {
  return { captions, byKey: new Map(captions.map(({ id }) => [`${idPrefix('Caption')}${id}`, id])) }
}

export function parseCaptions(
  given: readonly CaptionInput[] | null,
  before: readonly CaptionContent[],
  { images }: References,
  faults: Faults,
): Captions {
  const known = new Set(before.map(({ id }) => id))
  const byKey = new Map<string, string>()
  let leads = 0
  const captions = parseList(given, PATH, faults).map((caption, index) => {
    const path = [...PATH, index]
    const { key, role = 'INLINE' } = caption
    const id = idOf(key, known)
    parseRequiredText(key, [...path, 'key'], { most: LIST_LIMITS.captionKey }, faults)
    if (byKey.has(key))
      faults.add('DUPLICATE', [...path, 'key'], 'Another caption has this key. Give each a key of its own.')
    byKey.set(key, id)
    if (role === 'LEAD') leads++
    if (role === 'LEAD' && leads > 1)
      faults.add('DUPLICATE', [...path, 'role'], 'An article has one lead picture. Give this one another role.')
    return {
      id,
      imageId: parseImage(caption, images, path, faults),
      role,
      ...parseParts(caption, NO_PARTS, path, faults),
    }
  })
  return { captions, byKey }
}

/** A caption that the article has stays the same one when its id is the key. */
function idOf(key: string, known: ReadonlySet<string>): string {
  const id = uuidOf('Caption', key)
  return id !== null && known.has(id) ? id : newId()
}

function parseImage({ imageId }: CaptionInput, images: References['images'], path: Path, faults: Faults): string {
  const id = uuidOf('Image', imageId)
  if (id !== null && images.has(id)) return id
  faults.add('NOT_FOUND', [...path, 'imageId'], 'There is no such picture. Choose another, or upload it first.')
  return ''
}

/** What an input says of a picture's use: the same wherever it is said. */
type PartsInput = Pick<CaptionInput, 'text' | 'altText' | 'credit' | 'crop'>

type Parts = Pick<CaptionContent, 'text' | 'altText' | 'credit' | 'crop'>

/** What a caption says that says nothing of its own. */
export const NO_PARTS: Parts = { text: null, altText: null, credit: null, crop: null }

/** What is said of a use after the input; what it leaves out is as it was. */
export function parseParts(input: PartsInput, before: Parts, path: Path, faults: Faults): Parts {
  const { text, altText, credit, crop } = input
  const words = (name: 'text' | 'altText' | 'credit', given: string | null | undefined, form: TextForm) =>
    given === undefined ? before[name] : parseText(given, [...path, name], form, faults)
  return {
    text: words('text', text, { most: LIST_LIMITS.captionText, lines: true }),
    altText: words('altText', altText, { most: LIST_LIMITS.captionAltText }),
    credit: words('credit', credit, { most: LIST_LIMITS.captionCredit }),
    crop: crop === undefined ? before.crop : parseCrop(crop, [...path, 'crop'], faults),
  }
}
