import { HeaderMap, type HTTPGraphQLHead } from '@apollo/server'
import { codeOf, type ErrorCode } from '../errors/errors.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
  UNAVAILABLE: 503,
}

/** RFC 6750, section 3: how a server asks for a token, and says that the one it got is no good. */
const CHALLENGE = 'Bearer realm="copydesk", error="invalid_token"'

/** The HTTP response for a request that is refused before its operation runs; undefined for an error of the server. */
export function refusalOf(error: unknown): HTTPGraphQLHead | undefined {
  const code = codeOf(error)
  const status = STATUS[code]
  if (status === undefined) return undefined
  return { status, headers: new HeaderMap(code === 'UNAUTHENTICATED' ? [['www-authenticate', CHALLENGE]] : []) }
}
