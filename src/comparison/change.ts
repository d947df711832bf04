import type { ChangeKind } from '../generated/graphql.ts'

/** One difference between two contents: what schema.graphql says of Change, except for the words, which are made of this. */
export interface ContentChange extends Where {
  readonly kind: ChangeKind
  readonly before: string | null
  readonly after: string | null
  /** Only of MOVED: the path where it stood */
  readonly from: string | null
  /** As what both texts are compared word by word, where both are there. Null: they are not prose. */
  readonly prose: Prose | null
}

export type Prose = 'text' | 'html'

/** Where a thing stands. */
export interface Where {
  /** In the later state; of what was removed, its position in its list is that of the earlier one */
  readonly path: string
  /** In the earlier state; of what was added, the position in its list is that after the item that it follows there */
  readonly basePath: string
}

/** Where a part of it stands. */
export function partOf<Place extends Where>(
  place: Place,
  part: string | number,
  basePart: string | number = part,
): Place {
  return { ...place, path: `${place.path}.${part}`, basePath: `${place.basePath}.${basePart}` }
}

const whereOf = ({ path, basePath }: Where): Where => ({ path, basePath })

/** How a value reads in a diff. */
export interface Wording {
  readonly value: string | null
  /** What is compared instead of the value, if the value is only a name */
  readonly id?: string | null
  readonly prose?: Prose
}

const identityOf = ({ id, value }: Wording): string | null => (id === undefined ? value : id)

/** The change of a value; nothing if it is unchanged. */
export function changeOf(where: Where, was: Wording, is: Wording): ContentChange[] {
  if (identityOf(was) === identityOf(is)) return []
  const [before, after] = [was.value, is.value]
  const kind = before === null ? 'ADDED' : after === null ? 'REMOVED' : 'CHANGED'
  return [{ ...whereOf(where), kind, before, after, from: null, prose: kind === 'CHANGED' ? (is.prose ?? null) : null }]
}

export function added(where: Where, after: string): ContentChange {
  return { ...whereOf(where), kind: 'ADDED', before: null, after, from: null, prose: null }
}

export function removed(where: Where, before: string): ContentChange {
  return { ...whereOf(where), kind: 'REMOVED', before, after: null, from: null, prose: null }
}

export function moved(where: Where, before: string, after: string): ContentChange {
  return { ...whereOf(where), kind: 'MOVED', before, after, from: where.basePath, prose: null }
}
