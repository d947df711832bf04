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
  const code = at(causeOf(error), 'originalCode') ?? at(error, 'code')
  if (typeof code !== 'string' || !SQLSTATE.test(code)) return null
  const named = /constraint "([^"]+)"/.exec(messageOf(error))?.[1]
  return { code, constraint: named ?? null }
}

function messageOf(error: unknown): string {
  const message = at(causeOf(error), 'originalMessage') ?? (error instanceof Error ? error.message : undefined)
  return typeof message === 'string' ? message : ''
}

function causeOf(error: unknown): unknown {
  return at(at(at(error, 'meta'), 'driverAdapterError'), 'cause') ?? at(error, 'cause')
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined
}

/** Two transactions wanted each other's rows, and this one was undone for it: the same again may well succeed. */
export function isDeadlock(error: unknown): boolean {
  const code = violationOf(error)?.code
  return code === '40P01' || code === '40001' || at(error, 'code') === 'P2034'
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
