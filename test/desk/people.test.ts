import { describe, expect, it } from 'vitest'
import { permissionsOf, roles } from '../../src/viewer/viewer.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)

describe('viewer', () => {
  const ME = '{ viewer { id name email role permissions user { id name } } }'

  it('is nobody for a reader, and nothing is sent to find that out', async () => {
    expect(await api.query(ME)).toEqual({ viewer: null })
    expect(await api.statements(ME)).toEqual([])
  })

  it.each(roles)('is the account of a %s, with what the role permits', async (role) => {
    const { uuid, id, name, email } = await api.as(role).user()

    expect(await api.as(role).query(ME)).toEqual({
      viewer: { id: `viewer_${uuid}`, name, email, role, permissions: permissionsOf(role), user: { id, name } },
    })
  })

  it('has the role of the token, which may be less than the account’s', async () => {
    const admin = await api.as('ADMIN', 'Careful').user()
    await prisma.accessToken.updateMany({ where: { userId: admin.uuid }, data: { role: 'REPORTER' } })

    expect(await api.as('ADMIN', 'Careful').query('{ viewer { role permissions user { role } } }')).toEqual({
      viewer: { role: 'REPORTER', permissions: permissionsOf('REPORTER'), user: { role: 'ADMIN' } },
    })
  })
})

describe('users', () => {
  it('are listed by name for admins', async () => {
    await api.as('REPORTER', 'Aaron').user()
    await api.as('EDITOR', 'Zoe').user()
    const list = pagesOf(api.as('ADMIN'), { field: 'users($page)' })

    const ids = await list.forward([2])

    expect(await list.backward([3])).toEqual(ids)
    expect(ids[0]).toBe((await api.as('REPORTER', 'Aaron').user()).id)
    expect(ids.at(-1)).toBe((await api.as('EDITOR', 'Zoe').user()).id)
  })

  it('are FORBIDDEN to all others', async () => {
    for (const client of [api, api.as('REPORTER'), api.as('EDITOR')])
      expect(await client.errors('{ users { totalCount } }')).toEqual([
        expect.objectContaining({ path: ['users'], extensions: { code: 'FORBIDDEN' } }),
      ])
  })

  it('show their tokens to admins, without what is secret', async () => {
    const { uuid, id, token } = await api.as('EDITOR', 'Tokens').user()
    await prisma.accessToken.create({
      data: {
        userId: uuid,
        name: 'too strong',
        role: 'ADMIN',
        hash: '0'.repeat(64),
        hint: 'abcd',
        createdAt: '2099-01-01T00:00:00Z',
      },
    })
    const document = `{ node(id: "${id}") { ... on User { accessTokens { name role hint user { name } } } } }`

    const data = await api.as('ADMIN').query(document)

    expect(data).toMatchObject({
      node: {
        accessTokens: [
          { name: 'too strong', role: 'EDITOR', hint: 'abcd', user: { name: 'Tokens' } },
          { name: 'tests', role: 'EDITOR', hint: token.slice(-4) },
        ],
      },
    })
    expect(await api.as('EDITOR').ask(document)).toMatchObject({
      data: { node: { accessTokens: null } },
      errors: [{ path: ['node', 'accessTokens'], extensions: { code: 'FORBIDDEN' } }],
    })
  })
})
