import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { SITE_URL } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { clientOf } from '../helpers/client.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { ISSUER, identityProvider } from './identity-provider.ts'

const VIEWER = '{ viewer { role permissions } }'
const UPDATE =
  'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { role } userErrors { code message } } }'

const database = await testDatabase()
const { prisma } = database
const provider = await identityProvider()
const lines: Record<string, unknown>[] = []
const app = await createApp({
  env: parseEnv({ LOG_LEVEL: 'warn', EXPLORER: 'false', SITE_URL, MEDIA_DIR: mediaDir, ...provider.variables }),
  database,
  logTo: { write: (line) => lines.push(JSON.parse(line)) },
})
atEnd(() => app.close())

async function as(sub: string, role: string) {
  const token = await provider.token({ sub, name: sub, email: `${sub}@daily.example`, roles: [role] })
  return clientOf(app, [], async () => token)
}

async function roleAt(sub: string, role: string): Promise<string> {
  const { viewer } = await (await as(sub, role)).query<{ viewer: { role: string } }>(VIEWER)
  return viewer.role
}

const accountOf = (sub: string) => prisma.user.findUniqueOrThrow({ where: { identity: `${ISSUER}|${sub}` } })

async function trailOf(sub: string) {
  const { id } = await accountOf(sub)
  const select = { action: true, note: true, actorName: true, changedPaths: true } as const
  return prisma.activity.findMany({ where: { subjectId: id }, orderBy: [{ at: 'asc' }, { id: 'asc' }], select })
}

const admins = () => prisma.user.count({ where: { role: 'ADMIN', suspendedAt: null } })

beforeEach(async () => {
  await prisma.user.updateMany({ where: { role: 'ADMIN' }, data: { role: 'EDITOR' } })
  lines.length = 0
})

describe('The last admin, to whom the identity provider gives a lower role,', () => {
  it('stays an admin, and the audit trail and the log report it once', async () => {
    await roleAt('ilse', 'admin')

    const roles = [await roleAt('ilse', 'reporter'), await roleAt('ilse', 'reporter'), await roleAt('ilse', 'editor')]

    expect(roles).toEqual(['ADMIN', 'ADMIN', 'ADMIN'])
    expect(await accountOf('ilse')).toMatchObject({ role: 'ADMIN' })
    expect((await trailOf('ilse')).slice(1)).toEqual([
      { action: 'LAST_ADMIN_KEPT', note: 'ADMIN, not REPORTER', actorName: 'The identity provider', changedPaths: [] },
    ])
    expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining('this is the last admin') }])
  })

  it('gets the lower role as soon as there is another admin, with an entry', async () => {
    await roleAt('jan', 'admin')
    expect(await roleAt('jan', 'reporter')).toBe('ADMIN')

    await roleAt('kim', 'admin')

    expect(await roleAt('jan', 'reporter')).toBe('REPORTER')
    expect((await trailOf('jan')).at(-1)).toMatchObject({ action: 'USER_UPDATED', note: 'ADMIN -> REPORTER' })
  })

  it('is counted without the admins who are suspended', async () => {
    await roleAt('lea', 'admin')
    await roleAt('max', 'admin')
    await prisma.user.update({ where: { id: (await accountOf('max')).id }, data: { suspendedAt: new Date() } })

    expect(await roleAt('lea', 'editor')).toBe('ADMIN')
  })

  it('stays one of two who come in with lower roles at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = [`one${round}`, `two${round}`]
      await Promise.all([roleAt(one, 'admin'), roleAt(two, 'admin')])

      await Promise.all([roleAt(one, 'reporter'), roleAt(two, 'editor')])

      expect(await admins()).toBe(1)
      await prisma.user.updateMany({ where: { role: 'ADMIN' }, data: { role: 'EDITOR' } })
    }
  })

  it('stays while another admin would suspend them at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = [`from${round}`, `to${round}`]
      await Promise.all([roleAt(one, 'admin'), roleAt(two, 'admin')])
      const id = `user_${(await accountOf(two)).id}`
      const first = await as(one, 'admin')

      await Promise.all([first.ask(UPDATE, { input: { id, suspended: true } }), roleAt(one, 'reporter')])

      expect(await admins()).toBeGreaterThan(0)
      await prisma.user.updateMany({ where: { role: 'ADMIN' }, data: { role: 'EDITOR' } })
    }
  })

  it('is also one whose account an admin had made before', async () => {
    await prisma.user.create({ data: { name: 'Olga', email: 'olga@daily.example', role: 'ADMIN' } })

    expect(await roleAt('olga', 'reporter')).toBe('ADMIN')
    expect(await accountOf('olga')).toMatchObject({ role: 'ADMIN' })
  })
})

describe('A role that the identity provider changes', () => {
  it('is in the audit trail with the role before', async () => {
    await roleAt('paul', 'reporter')
    await roleAt('paul', 'editor')
    await roleAt('paul', 'editor')

    const actorName = 'The identity provider'
    expect(await trailOf('paul')).toEqual([
      { action: 'USER_CREATED', note: null, actorName, changedPaths: [] },
      { action: 'USER_UPDATED', note: 'REPORTER -> EDITOR', actorName, changedPaths: ['role'] },
    ])
  })
})
