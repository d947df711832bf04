import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { ISSUER, identityProvider } from './identity-provider.ts'

const VIEWER = '{ viewer { name email role } }'

const database = await testDatabase()
const { prisma } = database
const provider = await identityProvider()
const api = await testApi(database, { variables: provider.variables })

const accountOf = (sub: string) => prisma.user.findUniqueOrThrow({ where: { identity: `${ISSUER}|${sub}` } })

async function signIn(claims: Record<string, unknown>) {
  const { viewer } = await api.withToken(await provider.token(claims)).query(VIEWER)
  return viewer
}

describe('an account of the identity provider', () => {
  it('is made once, however many requests come first', async () => {
    const token = await provider.token({ sub: 'first', email: 'first@daily.example' })

    const answers = await Promise.all(Array.from({ length: 8 }, () => api.withToken(token).query(VIEWER)))

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await prisma.user.count({ where: { email: 'first@daily.example' } })).toBe(1)
  })

  it('follows name, address and role', async () => {
    await signIn({ sub: 'mary', name: 'Mary Ann', email: 'mary.ann@daily.example', roles: ['reporter'] })
    const before = await accountOf('mary')

    await signIn({ sub: 'mary', name: 'Mary Cross', email: 'mary.cross@daily.example', roles: ['editor'] })

    expect(await accountOf('mary')).toEqual({
      ...before,
      name: 'Mary Cross',
      email: 'mary.cross@daily.example',
      role: 'EDITOR',
    })
  })

  it('keeps its address when the provider says none', async () => {
    await signIn({ sub: 'silas', email: 'silas@daily.example' })

    await signIn({ sub: 'silas', email: undefined })

    expect(await accountOf('silas')).toMatchObject({ email: 'silas@daily.example' })
  })

  it.each([
    ['name', { name: ' Name ' }, 'Name'],
    ['preferred_username', { preferred_username: 'user-name', name: '' }, 'user-name'],
    ['email', { name: undefined, email: 'e@daily.example' }, 'e@daily.example'],
    ['name', { name: 'Na\0me\ud800' }, 'Na me\ufffd'],
    ['sub', { name: undefined, email: undefined }, 'named-by-sub'],
  ])('has its name from %s', async (claim, claims, name) => {
    expect(await signIn({ sub: `named-by-${claim}`, email: undefined, ...claims })).toMatchObject({ name })
  })

  it.each([
    ['that nobody has verified', { email: 'unseen@daily.example', email_verified: false }],
    ['that nobody has verified, said as a text', { email: 'unseen2@daily.example', email_verified: 'false' }],
    ['that is none', { email: 'not an address' }],
    ['that is no text', { email: ['list@daily.example'] }],
  ])('has no address from one %s', async (what, claims) => {
    expect(await signIn({ sub: what, ...claims })).toMatchObject({ email: null })
  })

  it('that is suspended is refused at the next request', async () => {
    const token = await provider.token({ sub: 'suspended', email: undefined })
    await api.withToken(token).query(VIEWER)
    await prisma.user.update({ where: { identity: `${ISSUER}|suspended` }, data: { suspendedAt: new Date() } })

    const [error] = await api.withToken(token).errors(VIEWER)

    expect(error).toMatchObject({
      message: 'This account is suspended. Ask an admin of the newsroom to reinstate it.',
      extensions: { code: 'UNAUTHENTICATED' },
    })
  })
})

describe('an account that an admin made before', () => {
  it('is the person’s when the provider has verified that its address is theirs', async () => {
    const { id } = await prisma.user.create({
      data: { name: 'To come', email: 'linked@daily.example', role: 'REPORTER' },
    })

    await signIn({ sub: 'linked', name: 'Come', email: 'Linked@daily.example', email_verified: true })

    expect(await accountOf('linked')).toMatchObject({ id, name: 'Come', email: 'linked@daily.example', role: 'EDITOR' })
  })

  it.each([[undefined], [false], ['true']])('is not theirs when email_verified is %j', async (email_verified) => {
    const email = `kept-${email_verified}@daily.example`
    const before = await prisma.user.create({ data: { name: 'Keeper', email, role: 'ADMIN' } })

    const viewer = await signIn({ sub: email, name: 'Other', email, email_verified, roles: ['reporter'] })

    expect(viewer).toEqual({ name: 'Other', email: null, role: 'REPORTER' })
    expect(await prisma.user.findUniqueOrThrow({ where: { email } })).toEqual(before)
  })

  it('is not theirs when it is somebody’s of the provider already, and they come in without the address', async () => {
    await signIn({ sub: 'owner', name: 'Owner', email: 'shared@daily.example' })

    expect(await signIn({ sub: 'second', name: 'Second', email: 'shared@daily.example' })).toMatchObject({
      name: 'Second',
      email: null,
    })
    expect(await accountOf('owner')).toMatchObject({ name: 'Owner', email: 'shared@daily.example' })
  })

  it('keeps somebody out who is suspended, by whichever way they come', async () => {
    const { id } = await prisma.user.create({
      data: { name: 'Out', email: 'out@daily.example', role: 'EDITOR', suspendedAt: new Date() },
    })
    const token = await provider.token({ sub: 'out', email: 'out@daily.example' })

    const [error] = await api.withToken(token).errors(VIEWER)

    expect(error?.extensions?.code).toBe('UNAUTHENTICATED')
    expect(await accountOf('out')).toMatchObject({ id })
  })
})
