import type { UserError, UserErrorCode } from '../generated/graphql.ts'

export type { UserError, UserErrorCode }

/** The place of a fault, from the argument down: ["input", "body", "3", "paragraph", "html"]. */
export type Path = readonly (string | number)[]

/** An error that the caller can fix. `message` is a sentence that says what to change. */
export function userError(code: UserErrorCode, path: Path, message: string): UserError {
  return { code, path: path.map(String), message }
}

/** A thing that a payload shows: read back when it is selected, after the commit. `id` is the uuid. */
export interface Subject {
  readonly id: string
}

/** What another has done since the version that a change was made on. */
export interface Conflict {
  readonly currentVersion: number
  readonly changedBy: Subject | null
  /** Only for articles, here and below */
  readonly changedPaths?: string[]
  readonly baseRevision?: Subject | null
  /** As schema.graphql has them; null if the revision that the change is based on is unknown */
  readonly changes?: readonly object[] | null
  readonly article?: Subject
}

/**
 * A mutation that is refused by the newsroom's rules. Thrown inside the transaction it undoes all of it; the caller gets a payload with the
 * errors, and for CONFLICT with what the other one changed.
 */
export class Refusal extends Error {
  readonly userErrors: readonly UserError[]
  /** The payload's `conflict` */
  readonly conflict: Conflict | null

  constructor(userErrors: readonly UserError[], conflict: Conflict | null = null) {
    super(userErrors.map(({ code }) => code).join(', '))
    this.name = 'Refusal'
    this.userErrors = userErrors
    this.conflict = conflict
  }
}

/** Does nothing if there are no errors. @throws Refusal with all of them */
export function refuse(userErrors: readonly UserError[]): void {
  if (userErrors.length > 0) throw new Refusal(userErrors)
}

/** For mutations of an object that does not exist. Staff may read everything, so this reveals nothing. */
export function absent(what: string, path: Path = ['input', 'id']): Refusal {
  return new Refusal([userError('NOT_FOUND', path, `There is no ${what} with this id.`)])
}
