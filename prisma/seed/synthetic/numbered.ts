// Synthetic rows are numbered, and a row's id is its number: runs find out where the last one ended, the rows of one article
// are found again, and ids that ascend keep the indexes dense. Version 8 is RFC 9562's for such home-made ids.

const KINDS = ['article', 'revision', 'newer revision', 'caption', 'translations', 'image', 'author', 'topic'] as const

type Kind = (typeof KINDS)[number]

/** The id of the number-th synthetic thing of its kind, from 0. */
export function numberedId(kind: Kind, number: number): string {
  return `${prefix(kind)}${number.toString(16).padStart(12, '0')}`
}

/** First and last possible id of a kind. */
export function idRange(kind: Kind): [first: string, last: string] {
  return [`${prefix(kind)}000000000000`, `${prefix(kind)}ffffffffffff`]
}

export function numberOf(id: string): number {
  return Number.parseInt(id.slice(-12), 16)
}

const prefix = (kind: Kind) => `5eed0000-000${KINDS.indexOf(kind)}-8000-8000-`

/** Numbers from the first up to, but not with, the last. */
export interface Range {
  from: number
  to: number
}
