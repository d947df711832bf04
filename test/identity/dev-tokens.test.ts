import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import { greeting } from '../../src/greeting.ts'
import { usableDevTokens } from '../../src/identity/dev-tokens.load.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const VIEWER = '{ viewer { email role } }'
const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL: 'postgresql://desk@db.example/copydesk' }
const ALL = ['dev-reporter', 'dev-editor', 'dev-admin']

const database = await testDatabase({ seeded: true })
const api = await testApi(database)

describe('the tokens of the sample newsroom', () => {
  it.each([
    ['dev-reporter', 'reporter@example.org', 'REPORTER'],
    ['dev-editor', 'editor@example.org', 'EDITOR'],
    ['dev-admin', 'admin@example.org', 'ADMIN'],
  ])('let everybody in: %s as %s', async (token, email, role) => {
    expect(await api.withToken(token).query(VIEWER)).toEqual({ viewer: { email, role } })
  })

  it.each(ALL)('are refused in production, though their rows are there: %s', async (token) => {
    const inProduction = await testApi(database, { variables: PRODUCTION })

    const [error] = await inProduction.withToken(token).errors(VIEWER)

    expect(error).toEqual({
      message: 'The access tokens of the sample newsroom are not accepted in production.',
      extensions: { code: 'UNAUTHENTICATED' },
    })
  })

  it('give the reporter the article that is credited to Jack Khoury', async () => {
    const { user } = await database.prisma.author.findUniqueOrThrow({
      where: { slug: 'jack-khoury' },
      include: { user: true },
    })

    expect(user?.email).toBe('reporter@example.org')
  })

  it('let nobody in where there is no sample newsroom', async () => {
    const other = await testDatabase()
    const elsewhere = await testApi(other)

    expect((await elsewhere.withToken('dev-admin').errors(VIEWER))[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    expect(await usableDevTokens(other)).toEqual([])
  })
})

describe('the greeting', () => {
  it('names those that are there, with a line to try one', async () => {
    const text = greeting(parseEnv({}), [], 'http://127.0.0.1:4000', await usableDevTokens(database))

    expect(text).toContain('Signed in, with the token dev-reporter or dev-editor or dev-admin:')
    expect(text).toMatch(/curl -G http:\/\/127\.0\.0\.1:4000\/graphql .*\n +-H 'authorization: Bearer dev-editor' /)
  })

  it('says nothing of them where there are none', () => {
    expect(greeting(parseEnv({}), [], 'http://127.0.0.1:4000', [])).not.toContain('Bearer')
  })
})
