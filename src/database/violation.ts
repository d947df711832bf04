import { Unavailable } from '../errors/unavailable.ts'
import { codesOf, messageOf } from './faults/driver-error.ts'

/** A constraint that a statement ran against. */
export interface Violation {
  /** PostgreSQL's SQLSTATE, as "23505" */
  readonly code: string
  /** The name of the constraint or index, e.g. "article_slug_locale_key"; null if the database does not report it */
  readonly constraint: string | null
}

/** Of faults of a statement: other programs' codes are of five characters too. */
const SQLSTATE = /^[0-9][0-9A-Z]{4}$/

/**
 * What a database refused, read from the error that a driver throws for it, or that Prisma throws for that, inside a transaction or at its end.
 * Null for other errors.
 */
export function violationOf(error: unknown): Violation | null {
  if (error instanceof Unavailable) return null
  const code = codesOf(error)[0]
  if (code === undefined || !SQLSTATE.test(code)) return null
  const named = /constraint "([^"]+)"/.exec(messageOf(error))?.[1]
  return { code, constraint: named ?? null }
}

const OVERTAKEN =
  /^(?:insert or update on table "(?:revision_topic|topic|topic_relation)" violates foreign|duplicate key value violates unique constraint "article_story_locale_key")/

/**
 * A topic was to be referred to that has been merged into another since it was looked up. Looked up again, it is the other topic. If it was deleted,
 * the second attempt reports it. Or a story got an article in this language meanwhile: the second attempt names it.
 */
export function isOvertaken(error: unknown): boolean {
  return OVERTAKEN.test(messageOf(error))
}

export const UNIQUE_VIOLATION = '23505'

/** Something still refers to the row. PostgreSQL 18 has a code of its own for RESTRICT. */
export const isForeignKeyViolation = ({ code }: Violation): boolean => code === '23503' || code === '23001'
