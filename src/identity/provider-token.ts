import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { IdentityProvider } from '../config/identity-provider.ts'
import { unauthenticated, unavailable } from '../errors/errors.ts'
import type { WarningLog } from './last-use.write.ts'

/** Only private keys can sign: an HMAC made with the public key, or no signature at all, is not accepted. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** In seconds: how far the provider's clock may be from ours. */
const CLOCK_TOLERANCE = 5

/**
 * In milliseconds. Keys are asked for again after ten minutes, and at once for a key that is not among them, but then no more often than
 * the cooldown allows: who makes up key ids must not have us besiege the provider.
 */
const KEYS = { timeoutDuration: 5_000, cooldownDuration: 10_000, cacheMaxAge: 600_000 }

/** OpenID Connect allows 255. */
const LONGEST_SUBJECT = 255

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/

export type ProviderTokenVerifier = (token: string, log: WarningLog) => Promise<JWTPayload>

export function isJwt(text: string): boolean {
  return JWT.test(text)
}

/**
 * Verifies JWTs of the newsroom's identity provider.
 * The verifier throws UNAUTHENTICATED for those that are not good, and UNAVAILABLE if the provider's keys cannot be fetched.
 */
export function providerTokenVerifier({ jwksUrl, issuer, audience }: IdentityProvider): ProviderTokenVerifier {
  const getKey = keysAt(new URL(jwksUrl))
  const options = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE,
    requiredClaims: ['exp', 'sub'],
  }
  return async (token, log) => {
    try {
      const { payload } = await jwtVerify(token, getKey, options)
      if (isSubject(payload.sub)) return payload
      throw new errors.JWTClaimValidationFailed('not a subject', payload, 'sub')
    } catch (error) {
      if (error instanceof KeysUnreachable) {
        log.warn({ err: error.cause }, 'the keys of the identity provider (AUTH_JWKS_URL) cannot be fetched')
        throw unavailable('The identity provider cannot be reached, so the token cannot be checked. Try again later.')
      }
      throw unauthenticated(faultOf(error))
    }
  }
}

/** jose sees that it is there, and takes anything. */
function isSubject(sub: unknown): boolean {
  return typeof sub === 'string' && sub.length > 0 && sub.length <= LONGEST_SUBJECT && !/\p{Cc}/u.test(sub)
}

class KeysUnreachable extends Error {}

/** Tells a key that the provider does not have from a provider that does not answer. */
function keysAt(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, KEYS)
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      throw new KeysUnreachable('no keys', { cause: error })
    }
  }
}

function faultOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'This token has expired.'
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'The signature of this token cannot be verified.'
  if (error.claim === 'iss') return 'This token was issued by another issuer.'
  if (error.claim === 'aud') return 'This token is for another audience.'
  if (error.claim === 'nbf') return 'This token is not valid yet.'
  return `The claim ${error.claim} of this token is missing or invalid.`
}
