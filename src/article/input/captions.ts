import { v7 as newId } from 'uuid'
import type { CaptionInput, CropInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { idPrefix, uuidOf } from '../../reading/global-id.ts'
import type { CaptionContent, Crop } from '../../revision/content.ts'
import { parseList } from './article-input.ts'
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
    parseRequiredText(key, [...path, 'key'], { most: 100 }, faults)
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
      ...parseWords(caption, path, faults),
      crop: parseCrop(caption.crop, [...path, 'crop'], faults),
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

/** A little more than the whole, for 0.1 + 0.7 + 0.2 is more than 1. */
const WHOLE = 1.000001

/** A part of a picture; null is the whole. */
export function parseCrop(crop: CropInput | null | undefined, path: Path, faults: Faults): Crop | null {
  if (!crop) return null
  const { x, y, width, height } = crop
  const sides = [
    ['x', x, 'width', width],
    ['y', y, 'height', height],
  ] as const
  for (const [start, from, length, size] of sides) {
    if (!(from >= 0 && from < 1)) {
      faults.add('INVALID', [...path, start], `${from} lies outside the picture. Take a number from 0 to less than 1.`)
    } else if (!(size > 0 && from + size <= WHOLE)) {
      const message = `From ${from} on, ${size} is no part of the picture. Take a number above 0, and ${1 - from} at most.`
      faults.add('INVALID', [...path, length], message)
    }
  }
  return { x, y, width, height }
}

function parseWords({ text, altText, credit }: CaptionInput, path: Path, faults: Faults) {
  return {
    text: parseText(text, [...path, 'text'], { most: 2000, lines: true }, faults),
    altText: parseText(altText, [...path, 'altText'], { most: 500 }, faults),
    credit: parseText(credit, [...path, 'credit'], { most: 200 }, faults),
  }
}
