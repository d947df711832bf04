import { createHmac } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { identityProvider } from './identity-provider.ts'

const VIEWER = '{ viewer { name email role user { id } } }'

const database = await testDatabase()
const { prisma } = database
const provider = await identityProvider()
const api = await testApi(database, { variables: provider.variables })

afterEach(() => {
  vi.useRealTimers()
})

/** How a token is received: the status, and the one error. */
async function refusal(token: string, { to = api } = {}) {
  const response = await to.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${token}` },
    payload: { query: VIEWER },
  })
  const { errors, data } = response.json()
  return { status: response.statusCode, data, code: errors?.[0].extensions.code, message: errors?.[0].message }
}

const unauthenticated = (message: string) => ({ status: 401, data: undefined, code: 'UNAUTHENTICATED', message })

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Moves the process's clock, and with it the age of the keys that it keeps. */
function later(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}

describe('a good token', () => {
  it('lets its person in, with the role that its claim says, and makes their account', async () => {
    const token = await provider.token({
      sub: 'ada',
      name: 'Ada',
      email: 'Ada@Daily.example',
      roles: ['reporter', 'editor'],
    })

    const { viewer } = await api.withToken(token).query(VIEWER)

    expect(viewer).toMatchObject({ name: 'Ada', email: 'ada@daily.example', role: 'EDITOR' })
    const user = await prisma.user.findUniqueOrThrow({ where: { email: 'ada@daily.example' } })
    expect(user).toMatchObject({ identity: 'https://login.daily.example/|ada', name: 'Ada', role: 'EDITOR' })
  })

  it.each(['ES256', 'EdDSA', 'PS384'])('may be signed with %s', async (alg) => {
    const own = await identityProvider()
    own.rotateTo(await own.newKey('other', alg))
    const { withToken } = await testApi(database, { variables: own.variables })

    const { viewer } = await withToken(await own.token()).query(VIEWER)

    expect(viewer).toMatchObject({ name: 'Noa Levi' })
  })

  it('may be a few seconds over, since no two clocks agree', async () => {
    const token = await provider.token({}, { expiresIn: -2 })

    expect(await refusal(token)).toMatchObject({ status: 200 })
  })

  it('costs one statement, which writes nothing, once its person is known', async () => {
    const token = await provider.token({ sub: 'eve', name: 'Eve', email: 'eve@daily.example' })
    await api.withToken(token).query(VIEWER)
    const versions = () => prisma.$queryRaw`SELECT xmin::text FROM user_account WHERE name = 'Eve'`
    const before = await versions()

    await api.withToken(token).query(VIEWER)

    expect(await versions()).toEqual(before)
  })
})

describe('a provider token is refused with status 401', () => {
  it('when it has expired', async () => {
    expect(await refusal(await provider.token({}, { expiresIn: -60 }))).toEqual(
      unauthenticated('This token has expired.'),
    )
  })

  it('when it never would expire', async () => {
    expect(await refusal(await provider.token({ exp: undefined }))).toEqual(
      unauthenticated('The claim exp of this token is missing or invalid.'),
    )
  })

  it('when it does not hold yet', async () => {
    const nbf = Math.floor(Date.now() / 1000) + 60

    expect(await refusal(await provider.token({ nbf }))).toEqual(unauthenticated('This token is not valid yet.'))
  })

  it('when it is for another audience, or none', async () => {
    const fault = unauthenticated('This token is for another audience.')

    expect(await refusal(await provider.token({ aud: 'https://shop.daily.example' }))).toEqual(fault)
    expect(await refusal(await provider.token({ aud: undefined }))).toEqual(fault)
  })

  it('when it is of another issuer, were it but a slash', async () => {
    const fault = unauthenticated('This token was issued by another issuer.')

    expect(await refusal(await provider.token({ iss: 'https://login.daily.example' }))).toEqual(fault)
    expect(await refusal(await provider.token({ iss: undefined }))).toEqual(fault)
  })

  it.each([undefined, '', 7, { id: 'noa' }, 'a\0b', 'x'.repeat(256)])(
    'when it says of nobody that it is theirs (sub: %j)',
    async (sub) => {
      expect(await refusal(await provider.token({ sub }))).toEqual(
        unauthenticated('The claim sub of this token is missing or invalid.'),
      )
    },
  )

  const unverifiable = unauthenticated('The signature of this token cannot be verified.')

  it('when it is signed with a key that the provider does not have', async () => {
    const stranger = await provider.newKey('stranger')

    expect(await refusal(await provider.token({}, { by: stranger }))).toEqual(unverifiable)
  })

  it('when it names a key of the provider and is signed with another', async () => {
    const forger = await provider.newKey(provider.key.kid)

    expect(await refusal(await provider.token({}, { by: forger }))).toEqual(unverifiable)
  })

  it('when its claims were changed after it was signed', async () => {
    const [header, claims = '', signature] = (await provider.token({ roles: ['reporter'] })).split('.')
    const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), roles: ['admin'] }

    expect(await refusal([header, part(changed), signature].join('.'))).toEqual(unverifiable)
  })

  it.each(['none', 'None', 'NONE'])('when it is not signed at all (alg: %s)', async (alg) => {
    const [, claims] = (await provider.token()).split('.')

    expect(await refusal(`${part({ alg })}.${claims}.`)).toEqual(unverifiable)
  })

  it('when it is an HMAC with the public key for its secret', async () => {
    const [, claims] = (await provider.token()).split('.')
    const signed = `${part({ alg: 'HS256', kid: provider.key.kid })}.${claims}`
    const signature = createHmac('sha256', provider.key.pem).update(signed).digest('base64url')

    expect(await refusal(`${signed}.${signature}`)).toEqual(unverifiable)
  })

  it('when it is no JSON inside', async () => {
    expect(await refusal('e30.e30.e30')).toEqual(unverifiable)
    expect(await refusal('abc.def.ghi')).toEqual(unverifiable)
  })

  it('when no identity provider is set', async () => {
    const alone = await testApi(database)

    expect(await refusal(await provider.token(), { to: alone })).toEqual(
      unauthenticated('This server accepts only access tokens; no identity provider is configured.'),
    )
  })
})

describe('the keys of the provider', () => {
  it('are fetched once for many tokens', async () => {
    const own = await identityProvider()
    const { withToken } = await testApi(database, { variables: own.variables })

    await Promise.all(Array.from({ length: 5 }, async () => withToken(await own.token()).query(VIEWER)))

    expect(own.asked).toBe(1)
  })

  it('are fetched again when it signs with a new one', async () => {
    const own = await identityProvider()
    const { withToken } = await testApi(database, { variables: own.variables })
    const old = await own.token()
    await withToken(old).query(VIEWER)
    own.rotateTo(await own.newKey('second'))
    later(20_000)

    const { viewer } = await withToken(await own.token()).query(VIEWER)

    expect(viewer).toMatchObject({ name: 'Noa Levi' })
    expect((await withToken(old).errors(VIEWER))[0]?.extensions?.code).toBe('UNAUTHENTICATED')
  })

  it('are not fetched for each key that somebody makes up', async () => {
    const own = await identityProvider()
    const other = await testApi(database, { variables: own.variables })
    await other.withToken(await own.token()).query(VIEWER)

    for (const kid of ['a', 'b', 'c', 'd']) {
      const token = await own.token({}, { by: { ...own.key, kid } })
      expect(await refusal(token, { to: other })).toMatchObject({ status: 401 })
    }

    expect(own.asked).toBe(1)
  })

  it.each([500, 404, 302])(
    'when they cannot be had (%s) nobody is told apart: 503, for the same token may be good',
    async (status) => {
      const own = await identityProvider()
      own.answerWith(status)
      const other = await testApi(database, { variables: own.variables })
      const token = await own.token()

      expect(await refusal(token, { to: other })).toEqual({
        status: 503,
        data: undefined,
        code: 'UNAVAILABLE',
        message: 'The identity provider cannot be reached, so the token cannot be checked. Try again later.',
      })

      own.answerWith(200)
      expect(await refusal(token, { to: other })).toMatchObject({ status: 200 })
    },
  )

  it('that do not come in time are as good as none', async () => {
    const own = await identityProvider()
    own.answerWith('nothing')
    const other = await testApi(database, { variables: own.variables })

    expect(await refusal(await own.token(), { to: other })).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
  })

  it('are not missed by readers and by access tokens while they cannot be had', async () => {
    const unreachable = { ...provider.variables, AUTH_JWKS_URL: 'http://127.0.0.1:1/keys' }
    const other = await testApi(database, { variables: unreachable })

    expect(await refusal(await provider.token(), { to: other })).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    expect(await other.query(VIEWER)).toEqual({ viewer: null })
    expect(await other.as('EDITOR').query(VIEWER)).toMatchObject({ viewer: { role: 'EDITOR' } })
  })
})

describe('roles', () => {
  // Beside whom no other is the last admin.
  beforeAll(async () => {
    await prisma.user.create({ data: { name: 'Chief', role: 'ADMIN' } })
  })

  it.each([
    ['a list, of which the highest counts', {}, { roles: ['reporter', 'ADMIN', 'something'] }, 'ADMIN'],
    ['a single word, in any case', {}, { roles: 'Editor' }, 'EDITOR'],
    [
      'a claim within another',
      { AUTH_ROLE_CLAIM: 'realm_access.roles' },
      { realm_access: { roles: ['editor'] } },
      'EDITOR',
    ],
    [
      'a claim whose name is an address',
      { AUTH_ROLE_CLAIM: 'https://daily.example/roles' },
      { 'https://daily.example/roles': ['admin'] },
      'ADMIN',
    ],
    [
      'words of the provider’s own',
      { AUTH_ROLE_CLAIM: 'groups', AUTH_ROLE_MAP: 'Night desk=EDITOR, cn=chief=ADMIN' },
      { groups: ['night desk'] },
      'EDITOR',
    ],
  ])('may be %s', async (_what, variables, claims, role) => {
    const { withToken } = await testApi(database, { variables: { ...provider.variables, ...variables } })

    const { viewer } = await withToken(await provider.token({ sub: 'rolf', roles: undefined, ...claims })).query(VIEWER)

    expect(viewer).toMatchObject({ role })
  })

  it.each([
    ['are absent', { roles: undefined }],
    ['are others', { roles: ['subscriber', 'toString', '__proto__'] }],
    ['are no words', { roles: [{ editor: true }, 7, null] }],
    ['are in one word together', { roles: 'reporter editor' }],
  ])('that %s keep a person out, with 403: the provider knows them, the newsroom does not', async (_what, claims) => {
    const token = await provider.token({ sub: 'stranger', email: 'stranger@daily.example', ...claims })

    expect(await refusal(token)).toEqual({
      status: 403,
      data: undefined,
      code: 'FORBIDDEN',
      message: 'The identity provider assigns no newsroom role to this account.',
    })
    expect(await prisma.user.count({ where: { email: 'stranger@daily.example' } })).toBe(0)
  })

  it('our own names are not roles where the provider’s are mapped', async () => {
    const variables = { ...provider.variables, AUTH_ROLE_MAP: 'chief=ADMIN' }
    const other = await testApi(database, { variables })

    expect(await refusal(await provider.token({ roles: ['admin'] }), { to: other })).toMatchObject({ status: 403 })
  })
})
