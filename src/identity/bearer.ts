import { unauthenticated } from '../errors/errors.ts'

/** `Bearer`, in any case, and one token of the characters that RFC 6750 allows. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * The token of an Authorization header; null without the header. Another scheme is as bad as a bad token: who sends credentials believes
 * to be known, and must not be answered as a reader.
 * @throws UNAUTHENTICATED
 */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined) return null
  const token = BEARER.exec(header.trim())?.[1]
  if (token === undefined) throw unauthenticated('The Authorization header must be "Bearer" followed by one token.')
  return token
}
