import { createServer } from 'node:http'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'
import { atEnd } from '../helpers/at-end.ts'

export const ISSUER = 'https://login.daily.example/'
const AUDIENCE = 'https://api.daily.example'

interface Key {
  kid: string
  alg: string
  jwk: JWK
  privateKey: CryptoKey
  /** The public key as PEM text */
  pem: string
}

async function newKey(kid: string, alg = 'RS256'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return {
    kid,
    alg,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    pem: await exportSPKI(publicKey),
  }
}

/** Who somebody is, unless a test says otherwise. */
const NOA = { sub: 'noa', name: 'Noa Levi', email: 'noa@daily.example', email_verified: true, roles: ['editor'] }

/** An identity provider of one's own: it signs tokens, and serves its public keys by HTTP. */
export async function identityProvider() {
  let key = await newKey('first')
  let published = [key.jwk]
  let answersWith: number | 'nothing' = 200
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    if (answersWith === 'nothing') return
    response.writeHead(answersWith, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined

  /** A token that is good, but for what is said otherwise. A claim that is undefined is left out. */
  function token(claims: Record<string, unknown> = {}, { by = key, expiresIn = 300 } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const all = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + expiresIn, ...NOA, ...claims }
    return new SignJWT(JSON.parse(JSON.stringify(all)))
      .setProtectedHeader({ alg: by.alg, kid: by.kid })
      .sign(by.privateKey)
  }

  return {
    variables: {
      AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
    },
    token,
    newKey,
    /** The key that it signs with now */
    get key() {
      return key
    },
    /** How often its keys were asked for */
    get asked() {
      return asked
    },
    /** Signs with this from now on, and publishes nothing else. */
    rotateTo(next: Key) {
      key = next
      published = [next.jwk]
    },
    /** Answers so to whoever asks for its keys. */
    answerWith(status: number | 'nothing') {
      answersWith = status
    },
  }
}
