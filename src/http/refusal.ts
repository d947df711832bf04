import { HeaderMap, type HTTPGraphQLHead } from '@apollo/server'
import { GraphQLError } from 'graphql'
import { codeOf, type ErrorCode, unavailable } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_VALUES: 400,
  QUERY_TOO_DEEP: 400,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
}

/** RFC 6750, section 3: how a server asks for a token, and says that the one it got is no good. */
const CHALLENGE = 'Bearer realm="copydesk", error="invalid_token"'

/** When to come again, in seconds. */
const LATER: readonly (readonly [string, string])[] = [['retry-after', '2']]

const HEADERS: Partial<Record<ErrorCode, readonly (readonly [string, string])[]>> = {
  UNAUTHENTICATED: [['www-authenticate', CHALLENGE]],
  UNAVAILABLE: LATER,
}

/** The HTTP response for a request that is refused before its operation runs; undefined for an error of the server. */
export function refusalOf(error: unknown): HTTPGraphQLHead | undefined {
  const code = codeOf(error)
  const status = STATUS[code]
  return status === undefined ? undefined : { status, headers: new HeaderMap(HEADERS[code] ?? []) }
}

/** The same error as a client may see it; undefined for an error of the server. */
export function asRefusal(error: unknown): GraphQLError | undefined {
  if (error instanceof Unavailable) return unavailable(error.message, error)
  return error instanceof GraphQLError ? error : undefined
}

/** For an answer that is incomplete because something was not available. */
export function sayUnavailable(http: HTTPGraphQLHead): void {
  http.status = 503
  for (const [name, value] of LATER) http.headers.set(name, value)
}
