import type { ChangeKind } from '../generated/graphql.ts'

/** One difference between two contents: as Change in schema.graphql, except the words, which are made from it. */
export interface ContentChange {
  readonly path: string
  readonly kind: ChangeKind
  readonly before: string | null
  readonly after: string | null
  /** Only for MOVED: the old path */
  readonly from: string | null
  /** As what both texts are compared word by word, where both are there. Null: they are no prose. */
  readonly prose: Prose | null
}

export type Prose = 'text' | 'html'

/** A part of something, as "html" of a paragraph. */
export interface Part {
  readonly name: string
  readonly value: string | null
  /** What is compared in the value's place, where the value is but a name for it */
  readonly id?: string | null
  readonly prose?: Prose
}

const identityOf = ({ id, value }: Part): string | null => (id === undefined ? value : id)

/** What became of a part; nothing where it is as it was. */
export function changeOf(path: string, was: Part, is: Part): ContentChange[] {
  if (identityOf(was) === identityOf(is)) return []
  const [before, after] = [was.value, is.value]
  const kind = before === null ? 'ADDED' : after === null ? 'REMOVED' : 'CHANGED'
  return [{ path, kind, before, after, from: null, prose: kind === 'CHANGED' ? (is.prose ?? null) : null }]
}

/** What became of each part of something that stands at `path`. */
export function changesOf(path: string, were: readonly Part[], are: readonly Part[]): ContentChange[] {
  return are.flatMap((is, index) => {
    const was = were[index]
    return was ? changeOf(`${path}.${is.name}`, was, is) : []
  })
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
