import type { ChangeKind } from '../generated/graphql.ts'

/** One difference between two contents: what schema.graphql says of Change, except for the words, which are made of this. */
export interface ContentChange {
  readonly path: string
  readonly kind: ChangeKind
  readonly before: string | null
  readonly after: string | null
  /** Only of MOVED: the path where it stood */
  readonly from: string | null
  /** As what both texts are compared word by word, where both are there. Null: they are not prose. */
  readonly prose: Prose | null
}

export type Prose = 'text' | 'html'

/** How a value reads in a diff. */
export interface Wording {
  readonly value: string | null
  /** What is compared instead of the value, where the value is only a name for it */
  readonly id?: string | null
  readonly prose?: Prose
}

const identityOf = ({ id, value }: Wording): string | null => (id === undefined ? value : id)

/** What became of a value; nothing where it is as it was. */
export function changeOf(path: string, was: Wording, is: Wording): ContentChange[] {
  if (identityOf(was) === identityOf(is)) return []
  const [before, after] = [was.value, is.value]
  const kind = before === null ? 'ADDED' : after === null ? 'REMOVED' : 'CHANGED'
  return [{ path, kind, before, after, from: null, prose: kind === 'CHANGED' ? (is.prose ?? null) : null }]
}

export function added(path: string, after: string): ContentChange {
  return { path, kind: 'ADDED', before: null, after, from: null, prose: null }
}

export function removed(path: string, before: string): ContentChange {
  return { path, kind: 'REMOVED', before, after: null, from: null, prose: null }
}

export function moved(from: string, path: string, before: string, after: string): ContentChange {
  return { path, kind: 'MOVED', before, after, from, prose: null }
}
