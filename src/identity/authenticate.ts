import type { IdentityProvider } from '../config/identity-provider.ts'
import type { Database } from '../database/database.ts'
import { forbidden, unauthenticated } from '../errors/errors.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { findAccessToken } from './access-token.load.ts'
import { isAccessToken, isDevToken } from './access-token.ts'
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

export interface Authenticator {
  /**
   * The viewer of this Authorization header; null without one: a reader.
   * @throws UNAUTHENTICATED for everything but a good token of somebody who may come in, FORBIDDEN for somebody whom the identity provider
   * gives no role here, UNAVAILABLE where the provider does not answer
   */
  viewerOf(header: string | undefined, asked: AuthenticationRequest): Promise<Viewer | null>
  /** Resolves when nothing of it is under way. */
  close(): Promise<void>
}

/** Tells who asks. */
export function authenticator({ database, production, provider }: AuthenticatorOptions): Authenticator {
  const lastUses = new LastUses(database)
  const verify = provider && providerTokenVerifier(provider)

  async function viewerOf(header: string | undefined, asked: AuthenticationRequest): Promise<Viewer | null> {
    const token = bearerToken(header)
    if (token === null) return null
    if (isDevToken(token) && production)
      throw unauthenticated('The access tokens of the sample newsroom are not accepted in production.')
    if (isAccessToken(token) || isDevToken(token)) return byAccessToken(token, asked)
    if (isJwt(token)) return byProviderToken(token, asked)
    throw unauthenticated('This is not a valid access token. Check the Authorization header.')
  }

  async function byAccessToken(token: string, asked: AuthenticationRequest): Promise<Viewer> {
    const held = await findAccessToken(asked.database, token)
    if (!held) throw unauthenticated('This access token is unknown.')
    if (held.isRevoked) throw unauthenticated('This access token has been revoked.')
    if (held.isExpired) throw unauthenticated('This access token has expired.')
    if (held.isSuspended) throw suspended()
    if (!held.isNoted) lastUses.note(held.id, asked.log)
    return { ...held.viewer, tokenId: held.id }
  }

  async function byProviderToken(token: string, asked: AuthenticationRequest): Promise<Viewer> {
    if (!provider || !verify)
      throw unauthenticated('This server accepts only access tokens; no identity provider is configured.')
    const person = personOf(await verify(token, asked.log), provider)
    if (!person) throw forbidden('The identity provider assigns no newsroom role to this account.')
    const { viewer, isSuspended } = await signIn(asked.database, person, asked.log)
    if (isSuspended) throw suspended()
    return viewer
  }

  return { viewerOf, close: () => lastUses.settled() }
}

function suspended() {
  return unauthenticated('This account is suspended. Ask an admin of the newsroom to reinstate it.')
}
