import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const CREATE = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    accessToken { id name role hint expiresAt lastUsedAt revokedAt user { id name email role } }
    token userErrors { code path message }
  }
}`
const REVOKE = `mutation ($input: RevokeAccessTokenInput!) {
  revokeAccessToken(input: $input) { accessToken { id revokedAt } userErrors { code path message } }
}`

interface Created {
  accessToken: { id: string; hint: string; user: { id: string } } | null
  token: string | null
  userErrors: { code: string; path: string[]; message: string }[]
}

interface Revoked {
  accessToken: { id: string; revokedAt: string | null } | null
  userErrors: object[]
}

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const admin = api.as('ADMIN')

const create = (input: object) => admin.mutate<Created>(CREATE, { input })
const revoke = (input: object) => admin.mutate<Revoked>(REVOKE, { input })

const viewer = (token: string | null) => api.withToken(token ?? '').query('{ viewer { name role } }')

const actions = async (globalId = '') => {
  const rows = await prisma.activity.findMany({
    where: { subjectId: globalId.split('_')[1] ?? '' },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ action, note, actorName }) => ({ action, note, actorName }))
}

describe('createAccessToken', () => {
  it('makes a token for an account, which works at once', async () => {
    const reporter = await api.as('REPORTER').user()

    const { accessToken, token, userErrors } = await create({ userId: reporter.id, name: ' Laptop ', role: 'REPORTER' })

    expect(userErrors).toEqual([])
    expect(token).toMatch(/^cpd_[\w-]{43}$/)
    expect(accessToken).toMatchObject({
      name: 'Laptop',
      role: 'REPORTER',
      hint: token?.slice(-4),
      expiresAt: null,
      revokedAt: null,
      user: { id: reporter.id },
    })
    expect(await viewer(token)).toEqual({ viewer: { name: reporter.name, role: 'REPORTER' } })
    expect(await actions(accessToken?.id)).toEqual([
      { action: 'TOKEN_CREATED', note: 'Laptop', actorName: "The tests' admin" },
    ])
  })

  it('makes a service account where none is named', async () => {
    const { accessToken, token } = await create({ name: 'Print system', role: 'EDITOR' })

    expect(accessToken).toMatchObject({ user: { name: 'Print system', email: null, role: 'EDITOR' } })
    expect(await viewer(token)).toEqual({ viewer: { name: 'Print system', role: 'EDITOR' } })
    expect(await actions(accessToken?.user.id)).toMatchObject([{ action: 'USER_CREATED' }])
  })

  it('may end by itself', async () => {
    const { accessToken } = await create({ name: 'Short', role: 'REPORTER', expiresAt: '2099-01-01T00:00:00Z' })

    expect(accessToken).toMatchObject({ expiresAt: '2099-01-01T00:00:00.000Z' })
  })

  it('shows the token once: a repeated call answers without it, and makes no other', async () => {
    const input = { name: 'Once', role: 'REPORTER', idempotencyKey: 'token-once' }
    const first = await create(input)

    const second = await create(input)

    expect(second).toEqual({ ...first, token: null })
    const kept = await database.query({ text: 'SELECT answer::text AS answer FROM idempotent_call', parameters: [] })
    expect(JSON.stringify(kept)).not.toContain(first.token)
    expect(await prisma.accessToken.count({ where: { name: 'Once' } })).toBe(1)
  })

  it('names every fault at once, and makes nothing', async () => {
    const before = await prisma.user.count()

    const { accessToken, token, userErrors } = await create({
      name: ' ',
      role: 'ADMIN',
      expiresAt: '2020-01-01T00:00:00Z',
    })

    expect({ accessToken, token }).toEqual({ accessToken: null, token: null })
    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([
      ['REQUIRED', 'input', 'name'],
      ['INVALID', 'input', 'expiresAt'],
    ])
    expect(await prisma.user.count()).toBe(before)
  })

  it.each([
    [
      'an account that is not there',
      { userId: 'user_00000000-0000-4000-8000-000000000000' },
      ['NOT_FOUND', 'input', 'userId'],
    ],
    ['an id that is no account’s', { userId: 'me' }, ['NOT_FOUND', 'input', 'userId']],
  ])('refuses %s', async (_what, wrong, fault) => {
    const { userErrors } = await create({ name: 'Refused', role: 'REPORTER', ...wrong })

    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([fault])
    expect(await prisma.accessToken.count({ where: { name: 'Refused' } })).toBe(0)
  })

  it('refuses more than the account may do, and says what it may', async () => {
    const { id } = await api.as('REPORTER').user()

    const { userErrors } = await create({ userId: id, name: 'More', role: 'ADMIN' })

    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        path: ['input', 'role'],
        message: 'The account’s role is REPORTER. Send REPORTER.',
      },
    ])
  })

  it('refuses a suspended account', async () => {
    const { id } = await prisma.user.create({ data: { name: 'Out', role: 'EDITOR', suspendedAt: new Date() } })

    const { userErrors } = await create({ userId: `user_${id}`, name: 'Out', role: 'EDITOR' })

    expect(userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', 'userId'] }])
  })
})

describe('revokeAccessToken', () => {
  it('stops a token at once', async () => {
    const { accessToken, token } = await create({ name: 'Lost', role: 'EDITOR' })
    const id = accessToken?.id ?? ''

    const payload = await revoke({ id })

    expect(payload).toMatchObject({ accessToken: { id, revokedAt: expect.any(String) }, userErrors: [] })
    expect((await api.withToken(token ?? '').errors('{ viewer { name } }'))[0]?.message).toBe(
      'This access token has been revoked.',
    )
    expect((await actions(id)).map(({ action }) => action)).toEqual(['TOKEN_CREATED', 'TOKEN_REVOKED'])
  })

  it('of one that is revoked keeps the time at which it was', async () => {
    const { accessToken } = await create({ name: 'Twice', role: 'EDITOR' })
    const id = accessToken?.id ?? ''
    const first = await revoke({ id })

    expect(await revoke({ id })).toEqual(first)
    expect(await actions(id)).toHaveLength(2)
  })

  it.each(['accesstoken_00000000-0000-4000-8000-000000000000', 'cpd_secret'])('does not find %s', async (id) => {
    expect(await revoke({ id })).toEqual({
      accessToken: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'], message: 'There is no access token with this id.' }],
    })
  })
})
