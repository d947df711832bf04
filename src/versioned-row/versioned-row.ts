import type { Tx } from '../database/database.ts'
import type { UserError } from '../mutation/user-error.ts'
import type { Parts } from './parts.ts'

/** What is changed at a version, by its row: articles have a statement of their own (lifecycle/). */
export type VersionedType = 'Author' | 'Front' | 'Image' | 'Site' | 'Topic'

/** What has a page of its own on the site, at its slug. */
export type PageType = Exclude<VersionedType, 'Front' | 'Image' | 'Site'>

const TABLES = { Author: 'author', Front: 'front', Image: 'image', Site: 'site', Topic: 'topic' } as const

export const tableOf = <Type extends VersionedType>(type: Type): (typeof TABLES)[Type] => TABLES[type]

/** Where what is said of a page in other languages is stored. */
export const translationsOf = (type: PageType): 'author_translation' | 'topic_translation' =>
  type === 'Author' ? 'author_translation' : 'topic_translation'

/** A row as it was found. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

/** What came of a change. */
export interface Written {
  readonly version: number
  readonly changedFields: readonly string[]
}

/** How things of a type are changed. `State` is all that is said of one, `Loaded` what a mutation finds. */
export interface VersionedRow<State, Loaded extends Versioned = State & Versioned> {
  readonly type: VersionedType
  readonly find: (tx: Tx, id: string) => Promise<Loaded | null>
  /** What became of a row that is not there, if that is known */
  readonly whyGone?: (tx: Tx, id: string) => Promise<UserError | null>
  readonly parts: Parts<State>
  /** What must be held before the row is */
  readonly hold?: (tx: Tx, id: string) => Promise<void>
  /** Tells the readers' side that it is another than it was */
  readonly report: (tx: Tx, before: Loaded, after: State, written: Written) => Promise<void>
}
