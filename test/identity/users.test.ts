import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const CREATE = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id name email role suspendedAt } userErrors { code path message } clientMutationId }
}`
const UPDATE = `mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { id name email role suspendedAt } userErrors { code path message } }
}`

interface Payload {
  user: { id: string; name: string; email: string | null; role: string; suspendedAt: string | null } | null
  userErrors: { code: string; path: string[]; message: string }[]
}

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const admin = api.as('ADMIN')

const create = (input: object) => admin.mutate<Payload>(CREATE, { input })
const update = (input: object) => admin.mutate<Payload>(UPDATE, { input })

let counter = 0

/** An account with an address of its own. */
async function given(data: { role?: 'REPORTER' | 'EDITOR' | 'ADMIN'; identity?: string; suspendedAt?: Date } = {}) {
  counter += 1
  const email = `person-${counter}@daily.example`
  const { id } = await prisma.user.create({ data: { name: `Person ${counter}`, email, role: 'EDITOR', ...data } })
  return { id: `user_${id}`, uuid: id, email }
}

const row = (uuid: string) => prisma.user.findUniqueOrThrow({ where: { id: uuid } })

const trail = (uuid: string) =>
  prisma.activity.findMany({
    where: { subjectId: uuid },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { subjectType: true, action: true, note: true, changedPaths: true, actorName: true },
  })

describe('createUser', () => {
  it('makes an account, and says so in the audit trail', async () => {
    const input = { name: ' Mona Haddad ', email: 'Mona@Daily.example', role: 'REPORTER', clientMutationId: 'one' }

    const payload = await create(input)

    expect(payload).toMatchObject({
      user: { name: 'Mona Haddad', email: 'mona@daily.example', role: 'REPORTER', suspendedAt: null },
      userErrors: [],
      clientMutationId: 'one',
    })
    expect(await trail(payload.user?.id.slice('user_'.length) ?? '')).toEqual([
      expect.objectContaining({ subjectType: 'User', action: 'USER_CREATED', actorName: "The tests' admin" }),
    ])
  })

  it('names every fault at once', async () => {
    const { user, userErrors } = await create({ name: '  ', email: 'no address', role: 'EDITOR' })

    expect(user).toBeNull()
    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([
      ['REQUIRED', 'input', 'name'],
      ['INVALID', 'input', 'email'],
    ])
  })

  it.each([
    ['an empty address', { email: ' ' }, ['REQUIRED', 'input', 'email']],
    ['a dash for an address', { email: '-' }, ['INVALID', 'input', 'email']],
  ])('refuses %s', async (_what, wrong, fault) => {
    const { userErrors } = await create({ name: 'Somebody', role: 'EDITOR', ...wrong })

    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([fault])
    expect(await prisma.user.count({ where: { name: 'Somebody' } })).toBe(0)
  })

  it('refuses an address that somebody has, in whatever case', async () => {
    const { email } = await given()

    const { userErrors } = await create({ name: 'Second', email: email.toUpperCase(), role: 'EDITOR' })

    expect(userErrors).toEqual([
      {
        code: 'TAKEN',
        path: ['input', 'email'],
        message: 'Another account has this e-mail address. Use another, or change that account.',
      },
    ])
  })
})

describe('updateUser', () => {
  it('changes what is said and nothing else', async () => {
    const { id, uuid, email } = await given()

    const { user } = await update({ id, name: 'Renamed' })

    expect(user).toEqual({ id, name: 'Renamed', email, role: 'EDITOR', suspendedAt: null })
    expect(await trail(uuid)).toEqual([
      expect.objectContaining({ action: 'USER_UPDATED', changedPaths: ['name'], note: null }),
    ])
  })

  it('clears an address by null', async () => {
    const { id } = await given()

    expect((await update({ id, email: null })).user).toMatchObject({ email: null })
  })

  it('gives another role, and the trail says from which to which', async () => {
    const { id, uuid } = await given()

    await update({ id, role: 'ADMIN' })

    expect(await row(uuid)).toMatchObject({ role: 'ADMIN' })
    expect(await trail(uuid)).toEqual([expect.objectContaining({ note: 'EDITOR -> ADMIN', changedPaths: ['role'] })])
  })

  it('suspends an account, which is refused at once, and lets it in again', async () => {
    const reporter = api.as('REPORTER', 'Suspended and back')
    const { id, uuid } = await reporter.user()

    const { user } = await update({ id, suspended: true })
    expect(user?.suspendedAt).not.toBeNull()
    expect((await reporter.errors('{ viewer { name } }'))[0]?.extensions?.code).toBe('UNAUTHENTICATED')

    await update({ id, suspended: false })
    expect(await reporter.query('{ viewer { name } }')).toEqual({ viewer: { name: 'Suspended and back' } })
    expect((await trail(uuid)).map(({ action }) => action)).toEqual(['USER_SUSPENDED', 'USER_REINSTATED'])
  })

  it('writes nothing where nothing changes', async () => {
    const { id, uuid, email } = await given({ suspendedAt: new Date('2026-01-01') })
    const before = await row(uuid)

    const { user, userErrors } = await update({ id, email, role: 'EDITOR', suspended: true })

    expect(userErrors).toEqual([])
    expect(user).toMatchObject({ id })
    expect(await row(uuid)).toEqual(before)
    expect(await trail(uuid)).toEqual([])
  })

  it('names every fault at once', async () => {
    const { id, uuid } = await given()
    const before = await row(uuid)

    const { userErrors } = await update({ id, name: null, email: 'nowhere', role: null, suspended: null })

    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([
      ['REQUIRED', 'input', 'role'],
      ['REQUIRED', 'input', 'suspended'],
      ['REQUIRED', 'input', 'name'],
      ['INVALID', 'input', 'email'],
    ])
    expect(await row(uuid)).toEqual(before)
  })

  it.each(['user_00000000-0000-4000-8000-000000000000', 'topic_00000000-0000-4000-8000-000000000000', 'nobody'])(
    'does not find %s',
    async (id) => {
      const { user, userErrors } = await update({ id, name: 'Nobody' })

      expect(user).toBeNull()
      expect(userErrors).toEqual([
        { code: 'NOT_FOUND', path: ['input', 'id'], message: 'There is no account with this id.' },
      ])
    },
  )

  it('refuses an address that another account has', async () => {
    const other = await given()
    const { id, uuid } = await given()
    const before = await row(uuid)

    const { userErrors } = await update({ id, email: other.email, name: 'Both' })

    expect(userErrors).toMatchObject([{ code: 'TAKEN', path: ['input', 'email'] }])
    expect(await row(uuid)).toEqual(before)
  })

  it.each([
    ['suspend themself', { suspended: true }, 'suspended', 'You cannot suspend yourself. Ask another admin to do it.'],
    ['demote themself', { role: 'EDITOR' }, 'role', 'You cannot lower your own role. Ask another admin to do it.'],
  ])('lets no admin %s', async (_what, change, field, message) => {
    const { id, uuid } = await admin.user()
    const before = await row(uuid)

    const { userErrors } = await update({ id, ...change })

    expect(userErrors).toEqual([{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', field], message }])
    expect(await row(uuid)).toEqual(before)
  })

  it('leaves what the identity provider says of an account to the provider, but for suspending it', async () => {
    const { id, uuid } = await given({ identity: 'https://login.daily.example/|kim' })

    const { userErrors } = await update({ id, name: 'Kim', role: 'ADMIN', suspended: true })
    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual([
      ['NOT_ALLOWED_IN_STATE', 'input', 'name'],
      ['NOT_ALLOWED_IN_STATE', 'input', 'role'],
    ])
    expect(await row(uuid)).toMatchObject({ suspendedAt: null })

    expect((await update({ id, suspended: true })).userErrors).toEqual([])
  })
})

describe('the last admin', () => {
  it('stays when two admins demote each other at the same moment', async () => {
    const alone = await testDatabase()
    const other = await testApi(alone)
    const [one, two] = [other.as('ADMIN', 'One'), other.as('ADMIN', 'Two')]
    const [first, second] = [await one.user(), await two.user()]

    for (let round = 0; round < 10; round++) {
      await alone.prisma.user.updateMany({ data: { role: 'ADMIN', suspendedAt: null } })

      const answers = await Promise.all([
        one.ask(UPDATE, { input: { id: second.id, role: 'EDITOR' } }),
        two.ask(UPDATE, { input: { id: first.id, suspended: true } }),
      ])

      expect(await alone.prisma.user.count({ where: { role: 'ADMIN', suspendedAt: null } })).toBe(1)
      expect(JSON.stringify(answers)).toMatch(/last admin|UNAUTHENTICATED|FORBIDDEN/)
    }
  })
})

describe('people and tokens', () => {
  const MUTATIONS: [string, string, object][] = [
    ['createUser', CREATE, { name: 'New', email: 'new@daily.example', role: 'ADMIN' }],
    ['updateUser', UPDATE, { id: 'user_00000000-0000-4000-8000-000000000000', name: 'New' }],
    [
      'createAccessToken',
      'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { token } }',
      { name: 'n', role: 'ADMIN' },
    ],
    [
      'revokeAccessToken',
      'mutation ($input: RevokeAccessTokenInput!) { revokeAccessToken(input: $input) { accessToken { id } } }',
      { id: 'accesstoken_00000000-0000-4000-8000-000000000000' },
    ],
  ]

  it.each(MUTATIONS)('are an admin’s alone: %s', async (_name, document, input) => {
    const refusals = await Promise.all(
      [api, api.as('REPORTER'), api.as('EDITOR')].map(async ({ errors }) => (await errors(document, { input }))[0]),
    )

    expect(refusals.map((error) => error?.extensions?.code)).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN'])
    expect(refusals[2]?.message).toBe('This needs the permission MANAGE_USERS, which the role EDITOR does not have.')
    expect(await prisma.user.count({ where: { email: 'new@daily.example' } })).toBe(0)
  })
})
