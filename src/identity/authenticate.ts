import type { IdentityProvider } from '../config/identity-provider.ts'
import type { Database } from '../database/database.ts'
import { forbidden, unauthenticated } from '../errors/errors.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { findAccessToken } from './access-token.load.ts'
import { isAccessToken, isDevToken, traceOf } from './access-token.ts'
import { bearerToken } from './bearer.ts'
import { personOf } from './claims.ts'
import { LastUses, type WarningLog } from './last-use.write.ts'
import { signIn } from './person.write.ts'
import { isJwt, providerTokenVerifier } from './provider-token.ts'

export interface AuthenticatorOptions {
  database: Database
  production: boolean
  /** Null: only access tokens */
  provider: IdentityProvider | null
}

export interface AuthenticationRequest {
  /** As the request may use it */
  readonly database: Database
  readonly log: WarningLog
}

/** Who comes in with a token, and for how long it is good. */
export interface Pass {
  readonly viewer: Viewer
  /** The hash of the access token; null for a token of an identity provider */
  readonly hash: string | null
  /** When a token of an identity provider ends, in milliseconds since 1970; null for access tokens, whose end the database knows */
  readonly expiresAt: number | null
}

export interface Authenticator {
  /**
   * The viewer of this Authorization header; null without one: a reader.
   * @throws UNAUTHENTICATED for everything but a good token of somebody who may come in, FORBIDDEN for somebody whom the identity provider
   * gives no role here, UNAVAILABLE where the provider does not answer
   */
  viewerOf(header: string | undefined, asked: AuthenticationRequest): Promise<Viewer | null>
  /** The same, for a connection that lasts longer than a request. */
  passOf(header: string | undefined, asked: AuthenticationRequest): Promise<Pass | null>
  /** Resolves when nothing of it is under way. */
  close(): Promise<void>
}

/** Tells who asks. */
export function authenticator({ database, production, provider }: AuthenticatorOptions): Authenticator {
  const lastUses = new LastUses(database)
  const verify = provider && providerTokenVerifier(provider)

  async function viewerOf(header: string | undefined, asked: AuthenticationRequest): Promise<Viewer | null> {
    return (await passOf(header, asked))?.viewer ?? null
  }

  async function passOf(header: string | undefined, asked: AuthenticationRequest): Promise<Pass | null> {
    const token = bearerToken(header)
    if (token === null) return null
    if (isDevToken(token) && production)
      throw unauthenticated('The access tokens of the sample newsroom are not accepted in production.')
    if (isAccessToken(token) || isDevToken(token)) return byAccessToken(token, asked)
    if (isJwt(token)) return byProviderToken(token, asked)
    throw unauthenticated('This is not a valid access token. Check the Authorization header.')
  }

  async function byAccessToken(token: string, asked: AuthenticationRequest): Promise<Pass> {
    const held = await findAccessToken(asked.database, token)
    if (!held) throw unauthenticated('This access token is unknown.')
    if (held.isRevoked) throw unauthenticated('This access token has been revoked.')
    if (held.isExpired) throw unauthenticated('This access token has expired.')
    if (held.isSuspended) throw suspended()
    if (!held.isNoted) lastUses.note(held.id, asked.log)
    return { viewer: { ...held.viewer, tokenId: held.id }, hash: traceOf(token).hash, expiresAt: null }
  }

  async function byProviderToken(token: string, asked: AuthenticationRequest): Promise<Pass> {
    if (!provider || !verify)
      throw unauthenticated('This server accepts only access tokens; no identity provider is configured.')
    const claims = await verify(token, asked.log)
    const person = personOf(claims, provider)
    if (!person) throw forbidden('The identity provider assigns no newsroom role to this account.')
    const { viewer, isSuspended } = await signIn(asked.database, person, asked.log)
    if (isSuspended) throw suspended()
    return { viewer, hash: null, expiresAt: claims.exp === undefined ? null : claims.exp * 1000 }
  }

  return { viewerOf, passOf, close: () => lastUses.settled() }
}

function suspended() {
  return unauthenticated('This account is suspended. Ask an admin of the newsroom to reinstate it.')
}
