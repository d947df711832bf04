import { Unavailable } from '../../errors/unavailable.ts'
import { codesOf, messageOf } from './driver-error.ts'

export const AWAY = 'The database is not available at the moment. Send the same request again a little later.'

const FULL = 'The database has no more room or memory, so nothing was saved. Tell the operator of the server.'

const READ_ONLY =
  'The database is read-only at the moment, so nothing can be saved. Reading works. Send the same request again later.'

export const TOO_SLOW =
  'The database needed more time than one request may take, so the request was cancelled. Ask for less: fewer fields, smaller pages or simpler filters. Or try again later.'

const LOCKED =
  'Another change to the same data is still in progress, so nothing was saved. Send the same request again a little later.'

const UNDONE =
  'Other requests used the same data at the same time, and the database undid this one. Send the same request again.'

const BUSY =
  'The server has too many requests to the database at the moment. Send the same request again a little later.'

/** The message for a client, by SQLSTATE or, with two characters, by its class (PostgreSQL, appendix A). */
const BY_STATE: Readonly<Record<string, string>> = {
  '08': AWAY,
  // The address, the user or the password is no longer right.
  '28': AWAY,
  '3D': AWAY,
  '57': AWAY,
  '57014': TOO_SLOW,
  '25P03': TOO_SLOW,
  '25P04': TOO_SLOW,
  '53': FULL,
  '53300': BUSY,
  // PostgreSQL could not use its files.
  '58': AWAY,
  '55P03': LOCKED,
  '25006': READ_ONLY,
}

/** The same by the codes of the operating system, Node and Prisma, and by the kinds of Prisma's adapters (@prisma/driver-adapter-utils). */
const BY_CODE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
      ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'],
      ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017'],
      ...['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout', 'TlsConnectionError'],
    ].map((code) => [code, AWAY]),
  ),
  P2024: BUSY,
  P2037: BUSY,
  // An interactive transaction that could not start in time, or ran too long and was undone.
  P2028: TOO_SLOW,
}

/** What the drivers say without a code. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^timeout exceeded when trying to connect$/, BUSY],
  [/^Query read timeout$/, AWAY],
  [/^(?:Connection terminated|timeout expired$|Client has encountered a connection error)/, AWAY],
  [/^(?:The server does not support SSL|There was an error establishing an SSL)/, AWAY],
  // The process is stopping.
  [/^Cannot use a pool after calling end|^PGlite is clos/, AWAY],
]

/**
 * The one place that says which errors of a driver mean that the database is away, busy or full: those become `Unavailable`. All others are
 * returned as they are, and are faults of a statement.
 */
export function whyUnavailable(error: unknown): unknown {
  if (error instanceof Unavailable) return error
  const message = messageFor(error)
  return message === undefined ? error : new Unavailable(message, { cause: error })
}

/** The same of what has been tried again: a deadlock once more means that the database has too much to do with the same data. */
export function whyUnavailableAgain(error: unknown): unknown {
  return isDeadlock(error) ? new Unavailable(UNDONE, { cause: error }) : whyUnavailable(error)
}

/** SQLSTATEs, and Prisma's own code for both */
const DEADLOCK: ReadonlySet<string> = new Set(['40P01', '40001', 'P2034'])

/** Two transactions wanted each other's rows, and this one was undone for it: the same again may well succeed. */
export function isDeadlock(error: unknown): boolean {
  return codesOf(error).some((code) => DEADLOCK.has(code))
}

function messageFor(error: unknown): string | undefined {
  for (const code of codesOf(error)) {
    const message = BY_CODE[code] ?? (isState(code) ? (BY_STATE[code] ?? BY_STATE[code.slice(0, 2)]) : undefined)
    if (message !== undefined) return message
  }
  const words = messageOf(error)
  return BY_MESSAGE.find(([pattern]) => pattern.test(words))?.[1]
}

/** Of five characters, and not one of Prisma's or of the operating system. */
const isState = (code: string): boolean => /^[0-9][0-9A-Z]{4}$/.test(code)
