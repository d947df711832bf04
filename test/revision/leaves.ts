import type { Content } from '../../src/content/content.ts'

export interface ContentLeaf {
  readonly path: readonly string[]
  readonly value: unknown
}

/** Every value of a content that is no object and no list; the kind of a block is not among them, since no block keeps its parts under another kind. */
export function leavesOf(value: unknown, path: readonly string[] = []): ContentLeaf[] {
  if (typeof value !== 'object' || value === null) return path.at(-1) === 'type' ? [] : [{ path, value }]
  return Object.entries(value).flatMap(([key, own]) => leavesOf(own, [...path, key]))
}

/** Another value than that, of the same type where there is one. */
export function otherLeaf(value: unknown): unknown {
  if (typeof value === 'number') return value + 0.25
  if (typeof value === 'boolean') return !value
  return value === null ? 'something' : `${String(value)} changed`
}

/** The same content with another leaf. Nothing judges it: a diff describes whatever was stored. */
export function withLeaf(content: Content, path: readonly string[], leaf: unknown): Content {
  const copy = structuredClone(content)
  let at: object = copy
  for (const key of path.slice(0, -1)) at = Object(Reflect.get(at, key))
  Reflect.set(at, path.at(-1) ?? '', leaf)
  return copy
}
