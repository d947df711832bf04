import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Database, Statement } from '../../src/database/database.ts'
import { newAccessToken, traceOf } from '../../src/identity/access-token.ts'
import { type Role, roles } from '../../src/viewer/viewer.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const VIEWER = '{ viewer { name email role } }'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)

interface TokenOptions {
  role?: Role
  user?: { name?: string; role?: Role; suspendedAt?: Date }
  expiresAt?: Date
  revokedAt?: Date
  lastUsedAt?: Date
}

/** A token with a user of its own. */
async function given({ role = 'EDITOR', user = {}, ...dates }: TokenOptions = {}) {
  const token = newAccessToken()
  const account = await prisma.user.create({ data: { name: 'Agency feed', role: 'EDITOR', ...user } })
  const { id } = await prisma.accessToken.create({
    data: { userId: account.id, name: 'feed', role, ...traceOf(token), ...dates },
  })
  return { token, id, userId: account.id }
}

function ask(token: string, to = api) {
  const headers = { authorization: `Bearer ${token}` }
  return to.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: VIEWER } })
}

async function refusal(token: string, to = api) {
  const response = await ask(token, to)
  return { status: response.statusCode, body: response.json() }
}

const refusedFor = (message: string) => ({
  status: 401,
  body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
})

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

/** The same database behind a door at which `see` may do something first. */
function guarded(see: (statement: Statement) => unknown): Database {
  return {
    ...database,
    query: async (statement) => {
      await see(statement)
      return database.query(statement)
    },
  }
}

const lastUseOf = async (id: string) => (await prisma.accessToken.findUniqueOrThrow({ where: { id } })).lastUsedAt

describe('an access token', () => {
  it('lets its user in, and nothing keeps the answer', async () => {
    const { token } = await given({ user: { name: 'Night desk' } })

    const response = await ask(token)

    expect(response.json()).toEqual({ data: { viewer: { name: 'Night desk', email: null, role: 'EDITOR' } } })
    expect(response.headers['cache-control']).toContain('no-store')
  })

  it('may follow the word bearer in any case, and several spaces', async () => {
    const { token } = await given()

    const response = await api.app.inject({
      url: '/graphql',
      query: { query: VIEWER },
      headers: { authorization: `bEARER   ${token}` },
    })

    expect(response.json()).toMatchObject({ data: { viewer: { role: 'EDITOR' } } })
  })

  it.each(roles.flatMap((token) => roles.map((user) => [token, user] as const)))(
    'of the role %s for a user who is %s gives the lesser of both',
    async (role, userRole) => {
      const { token } = await given({ role, user: { role: userRole } })

      const { viewer } = await api.withToken(token).query<{ viewer: { role: Role } }>(VIEWER)

      expect(roles.indexOf(viewer.role)).toBe(Math.min(roles.indexOf(role), roles.indexOf(userRole)))
    },
  )

  it('is kept as a hash alone', async () => {
    const { token } = await given()

    const rows = await database.query({ text: 'SELECT t::text AS text FROM access_token t', parameters: [] })

    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).toContain(token.slice(-4))
  })

  it('costs one statement besides those of the operation', async () => {
    const sent: Statement[] = []
    const { token } = await given({ lastUsedAt: ago(1) })
    const watched = await testApi(guarded((statement) => sent.push(statement)))
    sent.splice(0)

    await watched.withToken(token).query('{ articles { totalCount } }')

    expect(sent.map(({ name }) => name?.startsWith('identity_') ?? false)).toEqual([true, false])
  })

  it('has 256 random bits', () => {
    const tokens = Array.from({ length: 100 }, newAccessToken)

    expect(new Set(tokens).size).toBe(100)
    for (const token of tokens) expect(token).toMatch(/^cpd_[\w-]{43}$/)
  })
})

describe('an access token is refused with 401', () => {
  it('when it is unknown', async () => {
    expect(await refusal(newAccessToken())).toEqual(refusedFor('This access token is unknown.'))
  })

  it('when it has expired, even in this moment', async () => {
    const { token } = await given({ expiresAt: ago(0) })

    expect(await refusal(token)).toEqual(refusedFor('This access token has expired.'))
  })

  it('when it was revoked, from the next request on', async () => {
    const { token, id } = await given()
    expect(await refusal(token)).toMatchObject({ status: 200 })
    await prisma.accessToken.update({ where: { id }, data: { revokedAt: new Date() } })

    expect(await refusal(token)).toEqual(refusedFor('This access token has been revoked.'))
  })

  it('when its user is suspended, from the next request on', async () => {
    const { token, userId } = await given()
    expect(await refusal(token)).toMatchObject({ status: 200 })
    await prisma.user.update({ where: { id: userId }, data: { suspendedAt: new Date() } })

    expect(await refusal(token)).toEqual(
      refusedFor('This account is suspended. Ask an admin of the newsroom to reinstate it.'),
    )
  })

  it('when it has not the form of one, without a look at the database', async () => {
    const see = vi.fn()
    const watched = await testApi(guarded(see))
    const { token } = await given()
    see.mockClear()

    for (const malformed of [
      'cpd_',
      'cpd_short',
      `${token}A`,
      token.slice(0, -1),
      token.toUpperCase(),
      'x'.repeat(5000),
    ])
      expect(await refusal(malformed, watched)).toEqual(
        refusedFor('This is not a valid access token. Check the Authorization header.'),
      )
    expect(see).not.toHaveBeenCalled()
  })
})

describe('the last use of a token', () => {
  it('is stored', async () => {
    const { token, id } = await given()

    await ask(token)

    await vi.waitFor(async () => expect(await lastUseOf(id)).toBeInstanceOf(Date), { timeout: 30_000 })
  })

  it('is stored once a minute at most', async () => {
    const before = ago(50)
    const { token, id } = await given({ lastUsedAt: before })

    await ask(token)
    await delay(50)

    expect(await lastUseOf(id)).toEqual(before)
  })

  it('is stored again after a minute', async () => {
    const before = ago(70)
    const { token, id } = await given({ lastUsedAt: before })

    await ask(token)

    await vi.waitFor(async () => expect(await lastUseOf(id)).not.toEqual(before), { timeout: 30_000 })
  })

  it('is not noted for a token that is refused', async () => {
    const { token, id } = await given({ revokedAt: ago(5) })

    await ask(token)
    await delay(50)

    expect(await lastUseOf(id)).toBeNull()
  })

  it('neither holds a request up nor fails it, and is written before the server has stopped', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = await testApi(guarded(({ name }) => (name === 'identity_last_use' ? held : undefined)))
    const { token, id } = await given()

    expect((await ask(token, slow)).statusCode).toBe(200)
    const closed = slow.app.close()
    await delay(20)
    expect(await lastUseOf(id)).toBeNull()
    release()
    await closed

    expect(await lastUseOf(id)).toBeInstanceOf(Date)
  })

  it('fails no request when it cannot be stored', async () => {
    const broken = await testApi(
      guarded(({ name }) => {
        if (name === 'identity_last_use') throw new Error('disk full')
      }),
    )
    const { token } = await given()

    expect((await ask(token, broken)).statusCode).toBe(200)
    expect((await ask(token, broken)).statusCode).toBe(200)
  })
})
