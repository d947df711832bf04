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
  /** What the part is, before and after, as far as its text does not say it */
  readonly was: About
  readonly is: About
  /** Of a block that was split or joined, and of its parts */
  readonly division: BlockDivision | null
}

/** What is known of a thing in addition to its text. */
export interface About {
  /** What it names */
  readonly subject?: Named | null
  /** The stored type of a block */
  readonly block?: string
}

/** An object that a content names, by its uuid. */
export interface Named {
  readonly type: 'Author' | 'Caption' | 'Image' | 'Topic'
  readonly id: string
}

/** All parts of what was split or joined. */
export interface BlockDivision {
  /** Paths in the earlier state */
  readonly from: readonly string[]
  /** Paths in the later state */
  readonly into: readonly string[]
  /** Of the whole, the inline HTML before and after: that of the parts one after the other. Null: it has none, or another change has it. */
  readonly html: { readonly before: string; readonly after: string } | null
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
  readonly about?: About
}

const identityOf = ({ id, value }: Wording): string | null => (id === undefined ? value : id)

/** The change of a value; nothing if it is unchanged. */
export function changeOf(where: Where, was: Wording, is: Wording): ContentChange[] {
  if (identityOf(was) === identityOf(is)) return []
  const [before, after] = [was.value, is.value]
  const kind = before === null ? 'ADDED' : after === null ? 'REMOVED' : 'CHANGED'
  const prose = kind === 'CHANGED' ? (is.prose ?? null) : null
  const both = { was: was.about ?? {}, is: is.about ?? {} }
  return [{ ...whereOf(where), kind, before, after, from: null, prose, ...both, division: null }]
}

export function added(where: Where, after: string, is: About): ContentChange {
  return { ...whereOf(where), ...NOTHING_ELSE, kind: 'ADDED', after, is }
}

export function removed(where: Where, before: string, was: About): ContentChange {
  return { ...whereOf(where), ...NOTHING_ELSE, kind: 'REMOVED', before, was }
}

export function moved(where: Where, [before, was]: [string, About], [after, is]: [string, About]): ContentChange {
  return { ...whereOf(where), ...NOTHING_ELSE, kind: 'MOVED', before, after, from: where.basePath, was, is }
}

const NOTHING_ELSE = { before: null, after: null, from: null, prose: null, was: {}, is: {}, division: null } as const
