import type { UserErrorCode } from '../generated/graphql.ts'
import type { Details, DetailsByCode, PlainCode } from './error-details.ts'
import type { Plain } from './plain-message.ts'
import type { Subject } from './subject.ts'

export type { Subject, UserErrorCode }

/** The place of a fault, from the argument down: ["input", "body", "3", "paragraph", "html"]. */
export type Path = readonly (string | number)[]

/** An error that the caller can fix. `message` is a sentence that says what to change; `details` has the values in it. */
export interface UserError {
  readonly code: UserErrorCode
  readonly path: string[]
  readonly message: string
  readonly details: Details | null
}

/** An error whose message has no value in it: one with a value does not compile, because a client could not build on it. */
export function userError<const Message extends string>(
  code: PlainCode,
  path: Path,
  message: Plain<Message>,
): UserError {
  return { code, path: path.map(String), message, details: null }
}

/** An error whose message is made of its details, so that the two never disagree. */
export function detailedError<Code extends keyof DetailsByCode, Given extends Details>(
  code: Code,
  path: Path,
  details: Given & { readonly __typename: DetailsByCode[Code] },
  message: (details: Given) => string,
): UserError {
  return { code, path: path.map(String), message: message(details), details }
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
  /** At most as many as a payload lists, and then one that says how many there are */
  readonly userErrors: readonly UserError[]
  /** The payload's `conflict` */
  readonly conflict: Conflict | null

  /** @param count of all errors, if they are not all given */
  constructor(userErrors: readonly UserError[], conflict: Conflict | null = null, count = userErrors.length) {
    const listed = userErrors.slice(0, MOST_ERRORS)
    super(listed.map(({ code }) => code).join(', '))
    this.name = 'Refusal'
    this.userErrors = count > listed.length ? [...listed, notListed(count)] : listed
    this.conflict = conflict
  }
}

/** Of one payload: more than anyone fixes at once. Without a limit, 2 MB of empty items would get ten times as much back. */
export const MOST_ERRORS = 20

function notListed(count: number): UserError {
  return detailedError(
    'INVALID',
    ['input'],
    { __typename: 'LimitDetails', unit: 'ITEMS', actual: count, limit: MOST_ERRORS },
    ({ actual, limit }) => `There are ${actual} errors. The first ${limit} are listed here: fix them first.`,
  )
}

/** Does nothing if there are no errors. @throws Refusal with the first of them */
export function refuse(userErrors: readonly UserError[]): void {
  if (userErrors.length > 0) throw new Refusal(userErrors)
}

/** The words for the things that inputs name by an id. */
type What =
  | 'access token'
  | 'account'
  | 'article'
  | 'author'
  | 'caption'
  | "caption in the article's latest revision"
  | 'correction of this article'
  | 'front'
  | 'image'
  | 'preview link'
  | 'redirect'
  | 'site'
  | 'topic'
  | 'webhook'

/** For mutations of an object that does not exist. Staff may read everything, so this reveals nothing. */
export function absent(what: What, path: Path = ['input', 'id']): Refusal {
  return new Refusal([userError('NOT_FOUND', path, `There is no ${what} with this id.`)])
}
