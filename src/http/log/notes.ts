import { propertyOf } from '../../lib/property.ts'
import { cut } from './cut.ts'

/** As many different codes of one request are logged. */
const MAX_CODES = 10

const MAX_CODE = 100

/** What the log line of a request says of it, as far as it is known. */
export interface RequestNotes {
  /** The user's uuid */
  account?: string
  /** The uuid of the access token that was sent */
  token?: string
  readonly errorCodes: Set<string>
}

/** Of those who are signed in. */
export interface LoggedViewer {
  readonly id: string
  /** Absent for tokens of an identity provider */
  readonly tokenId?: string
}

export function noteViewer(notes: RequestNotes, viewer: LoggedViewer | null): void {
  if (!viewer) return
  notes.account = viewer.id
  if (viewer.tokenId !== undefined) notes.token = viewer.tokenId
}

export function noteCodes(notes: RequestNotes, codes: readonly unknown[]): void {
  for (const code of codes) {
    if (typeof code === 'string' && notes.errorCodes.size < MAX_CODES) notes.errorCodes.add(cut(code, MAX_CODE))
  }
}

/** The codes in the body of a response with the errors of GraphQL. */
export function codesIn(body: unknown): unknown[] {
  const errors = propertyOf(body, 'errors')
  return Array.isArray(errors)
    ? errors.map((error: unknown) => propertyOf(propertyOf(error, 'extensions'), 'code'))
    : []
}
