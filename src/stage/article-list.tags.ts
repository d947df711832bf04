import type { Argument } from '../reading/argument.ts'
import type { Selection, Tag } from '../reading/plan.ts'
import type { EntityLetter } from '../reading/tags/tag.ts'
import { nextExpiry } from '../tags/expiry.ts'
import { anyOf } from '../tags/lists.ts'

/** Orders by what the tag of a list is purged for: publication. */
const BY_PUBLICATION = 'publishedAt'

/** Relations in a `where`, and the kind of entity whose texts and rights they ask for. */
const RELATED: Readonly<Record<string, EntityLetter>> = { topics: 't', credits: 'u', captions: 'i' }

/**
 * What a list of articles depends on in addition to which articles are in it: where conditions or an order look at what they say, on that of all of them.
 * @param isPlain whether the tag of the list says all about the conditions
 */
export function tagsOfList(selection: Selection, isPlain = false): Tag[] {
  const where = selection.argument('where')
  const [order] = selection.argument('orderBy').parts()
  const isFiltered = where.isGiven && !isPlain
  const isOrdered = order !== undefined && order[0] !== BY_PUBLICATION
  const related = isFiltered ? relatedIn(where) : new Set<EntityLetter>()
  return [
    ...(isFiltered || isOrdered ? [anyOf('a')] : []),
    ...[...related].map(anyOf),
    ...(related.has('i') ? [nextExpiry] : []),
  ]
}

function relatedIn(where: Argument): Set<EntityLetter> {
  const found = new Set<EntityLetter>()
  for (const [name, part] of where.parts()) {
    const letter = RELATED[name]
    if (letter) found.add(letter)
    if (!['AND', 'OR', 'NOT'].includes(name)) continue
    // A list may be given as its one item.
    for (const one of Array.isArray(part.value) ? part.items() : [part])
      for (const each of relatedIn(one)) found.add(each)
  }
  return found
}
