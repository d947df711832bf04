import { GraphQLError } from 'graphql'

/** Every code a client can meet in `extensions.code`, whether thrown by the house, by Apollo Server or by graphql-js. */
export const errorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_TOKENS',
  'QUERY_TOO_DEEP',
  'TOO_MANY_ALIASES',
  'TOO_MANY_ROOT_FIELDS',
  'TOO_MANY_DIRECTIVES',
  'TOO_MANY_NODES',
  'INTERNAL_SERVER_ERROR',
] as const

export type ErrorCode = (typeof errorCodes)[number]

type Details = Record<string, unknown>

function failure(code: ErrorCode, message: string, details: Details = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...details, code } })
}

/** The client sent something that is not acceptable. `details` names the `argument` and what is `allowed`. */
export function badUserInput(message: string, details?: Details): GraphQLError {
  return failure('BAD_USER_INPUT', message, details)
}

/** Nobody is signed in, and this needs somebody. */
export function unauthenticated(message = 'Sign in first.'): GraphQLError {
  return failure('UNAUTHENTICATED', message)
}

/** Somebody is signed in who may not do this. The message must tell nothing about the thing itself. */
export function forbidden(message = 'You may not do this.'): GraphQLError {
  return failure('FORBIDDEN', message)
}

/** For mutations only: a reading field answers null for what is absent or hidden. */
export function notFound(message = 'There is no such thing, or it is not for you to see.'): GraphQLError {
  return failure('NOT_FOUND', message)
}
