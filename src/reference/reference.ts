import type { Limit } from '../contract/limits.ts'
import { tooManyItems } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import type { Reader } from '../mutation/input.ts'
import type { Path } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'

/** A thing that an input names, and where it does. */
export interface Reference {
  /** The uuid */
  readonly id: string
  readonly path: Path
}

/** The words of a refusal for the types that inputs name. */
const NAMES = { Article: 'article', Author: 'author', Image: 'image', Topic: 'topic', User: 'account' } as const

export type ReferredType = keyof typeof NAMES

/** What a global id names. Null where it cannot name anything of the type, and then that is a fault. */
function parseReference(id: string, type: ReferredType, path: Path, faults: Faults): Reference | null {
  const uuid = uuidOf(type, id)
  if (uuid === null) addAbsent(type, path, faults)
  return uuid === null ? null : { id: uuid, path }
}

/** The same of a list, in its order, none twice. */
function parseReferences(
  ids: readonly string[],
  type: ReferredType,
  path: Path,
  { most }: Limit,
  faults: Faults,
): Reference[] {
  if (ids.length > most) {
    faults.take(tooManyItems(path, { actual: ids.length, limit: most }))
    return []
  }
  return ids.flatMap((id, index) => {
    const place = [...path, index]
    if (ids.indexOf(id) === index) return parseReference(id, type, place, faults) ?? []
    faults.add('DUPLICATE', place, `This ${NAMES[type]} is already in the list. Remove the second one.`)
    return []
  })
}

/** Reads an id of an input; null names nothing. */
export function reference(type: ReferredType): Reader<string | null, Reference | null> {
  return (sent, path, faults) => (sent === null ? null : parseReference(sent, type, path, faults))
}

/** Reads a list of ids of an input; null is an empty one. */
export function references(type: ReferredType, limit: Limit): Reader<readonly string[] | null, Reference[]> {
  return (sent, path, faults) => parseReferences(sent ?? [], type, path, limit, faults)
}

/** The references as what they lead to, each once; those that lead nowhere are noted. @param known what ids lead to */
export function ledTo(
  references: readonly Reference[],
  type: ReferredType,
  known: ReadonlyMap<string, string>,
  faults: Faults,
): Reference[] {
  const led = references.map(({ id, path }) => {
    const target = known.get(id)
    if (target === undefined) addAbsent(type, path, faults)
    return { id: target ?? id, path }
  })
  return led.filter(({ id }, index) => led.findIndex((other) => other.id === id) === index)
}

function addAbsent(type: ReferredType, path: Path, faults: Faults): void {
  faults.add('NOT_FOUND', path, `There is no ${NAMES[type]} with this id. Send the id of another.`)
}
