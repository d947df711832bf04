import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { Unavailable } from './unavailable.ts'

/** Every code a client can meet in `extensions.code`, whether thrown by Copydesk, Apollo Server or graphql-js. */
export const errorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'DOCUMENT_NOT_FOUND',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CURSOR_EXPIRED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_VALUES',
  'TOO_MANY_TOKENS',
  'QUERY_TOO_DEEP',
  'TOO_MANY_ALIASES',
  'TOO_MANY_ROOT_FIELDS',
  'TOO_MANY_DIRECTIVES',
  'TOO_MANY_FIELDS',
  'TOO_MANY_NODES',
  'QUERY_TOO_EXPENSIVE',
  'ANSWER_TOO_LARGE',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const

export type ErrorCode = (typeof errorCodes)[number]

type Details = Record<string, unknown>

function failure(code: ErrorCode, message: string, details: Details = {}, originalError?: Error): GraphQLError {
  return new GraphQLError(message, { extensions: { ...details, code }, originalError })
}

/** The client sent something that is not acceptable. `details` names the `argument` and what is `allowed`. */
export function badUserInput(message: string, details?: Details): GraphQLError {
  return failure('BAD_USER_INPUT', message, details)
}

/** What comes after a cursor of `changes` is no longer stored, or not here. */
export function cursorExpired(message: string, details: Details): GraphQLError {
  return failure('CURSOR_EXPIRED', message, details)
}

/** The request is malformed as such. */
export function badRequest(message: string): GraphQLError {
  return failure('BAD_REQUEST', message)
}

/** Apollo's clients know this error by its message, and send the text of the query then. */
export function persistedQueryNotFound(): GraphQLError {
  return failure('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
}

/** The client named, or sent, a document that is not among the known ones. */
export function documentNotFound(message: string): GraphQLError {
  return failure('DOCUMENT_NOT_FOUND', message)
}

/** `details` has the `limit`, in bytes. */
export function payloadTooLarge(message: string, details: Details): GraphQLError {
  return failure('PAYLOAD_TOO_LARGE', message, details)
}

/** `limit` is in bytes. What a mutation did before its answer was read stays done. */
export function answerTooLarge(limit: number): GraphQLError {
  return failure(
    'ANSWER_TOO_LARGE',
    `The answer is larger than ${limit} bytes. Ask for smaller pages or fewer fields, or send several requests. What a mutation has changed is saved.`,
    { limit },
  )
}

/** The viewer is not signed in, but must be. */
export function unauthenticated(message = 'Sign in: send an access token in the Authorization header.'): GraphQLError {
  return failure('UNAUTHENTICATED', message)
}

/** The viewer is signed in, but may not do this. The message must reveal nothing about the object. */
export function forbidden(message = 'You do not have permission to do this.'): GraphQLError {
  return failure('FORBIDDEN', message)
}

/** Too much was asked for in a time. Unlike limits of whole requests, this is of one field: the response has the status of all others. */
export function tooMuchForNow(message: string, retryAfterSeconds: number): GraphQLError {
  return failure('RATE_LIMITED', message, { retryAfterSeconds })
}

/** Something that the server needs does not answer; the same request may succeed later. The `cause` goes only to the log. */
export function unavailable(message: string, cause?: Error): GraphQLError {
  return failure('UNAVAILABLE', message, {}, cause)
}

/** All that a client learns of a fault of ours; the log holds the cause under the same request id. */
export function internal(requestId: string): GraphQLFormattedError {
  return {
    message: 'Internal server error. The log has the details under this request id.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  }
}

/**
 * The code that a client may see. Everything that was not thrown on purpose, with one of our codes, is an internal error: the message of a
 * driver or of a bug could reveal tables, files or other people's data.
 */
export function codeOf(error: unknown): ErrorCode {
  const cause = rootCause(error)
  // Apollo replaces the codes of validation rules by its own, and keeps the rule's error as the original.
  const code = [cause, error].map(codeIn).find((each) => each !== undefined)
  if (code) return code
  if (cause instanceof Unavailable) return 'UNAVAILABLE'
  return cause instanceof GraphQLError && REFUSED_BY_GRAPHQL.test(cause.message)
    ? 'BAD_USER_INPUT'
    : 'INTERNAL_SERVER_ERROR'
}

/** The error that started a chain of wrappers. */
export function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/**
 * graphql-js gives no code to errors that it finds during execution: "Argument "id" of non-null type …", or an unknown kind of operation.
 */
const REFUSED_BY_GRAPHQL =
  /^(Argument "|Variable "\$|Too many errors processing variables|Schema is not configured to execute )/

function codeIn(error: unknown): ErrorCode | undefined {
  return error instanceof GraphQLError ? errorCodes.find((code) => code === error.extensions.code) : undefined
}
