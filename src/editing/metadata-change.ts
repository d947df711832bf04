import { v7 as newId } from 'uuid'
import type { Columns } from '../database/columns.ts'
import type { Frame } from './metadata.ts'

/** Where each part of the frame stands in the database, and what the audit trail calls it. */
const PARTS = {
  slug: { column: 'slug', path: 'slug' },
  locale: { column: 'locale', path: 'locale' },
  editorNote: { column: 'editor_note', path: 'editorNote' },
  embargoedUntil: { column: 'embargoed_until', path: 'embargoedUntil' },
  translationGroupId: { column: 'translation_group_id', path: 'translationOf' },
} as const satisfies Record<keyof Frame, { column: keyof Columns<'article'>; path: string }>

const isPart = (name: string): name is keyof Frame => name in PARTS

const NAMES = Object.keys(PARTS).filter(isPart)

export interface FrameChange {
  readonly set: Columns<'article'>
  readonly changedPaths: readonly string[]
  /** Whether the article's page is found elsewhere, or beside others, from now on */
  readonly moves: boolean
}

/** What becomes another in the article around its text. */
export function frameChange(before: Frame, after: Frame): FrameChange {
  const changed = NAMES.filter((name) => comparable(before[name]) !== comparable(after[name]))
  const value = (name: keyof Frame) => (name === 'translationGroupId' ? (after[name] ?? newId()) : after[name])
  return {
    set: Object.fromEntries(changed.map((name) => [PARTS[name].column, value(name)])),
    changedPaths: changed.map((name) => PARTS[name].path),
    moves: changed.some((name) => name === 'slug' || name === 'locale' || name === 'translationGroupId'),
  }
}

function comparable(value: Date | string | null): number | string | null {
  return value instanceof Date ? value.getTime() : value
}
