import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { start } from '../database/child.ts'
import { testApi } from '../helpers/api.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'

// Each test starts a process or two, which a busy machine takes its time for.
let place: Record<string, string>

beforeAll(async () => {
  const connection = onPostgresql ? await testConnection('empty') : undefined
  place = {
    DATA_DIR: await temporaryFolder(),
    ...(connection && 'url' in connection && { DATABASE_URL: connection.url }),
  }
})

/** What `npm run token -- …` prints, where. */
async function command(...args: string[]) {
  const { child, ended } = start('scripts/token.ts', args, { ...place, PUBLIC_URL: 'https://api.daily.example' })
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  const { code, output } = await ended
  return { code, stdout, output }
}

/** The embedded database takes one process at a time, so each look is short. */
async function looking<T>(look: (database: Database) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = '' } = place
  const database = await connect(url === undefined ? { dataDir } : { url })
  return look(database).finally(() => database.close())
}

describe('npm run token', () => {
  it('makes the first token on an empty database, alone on the standard output, and says how to use it', async () => {
    const { code, stdout, output } = await command(
      ...['--role', 'ADMIN', '--name', "Ilse's laptop", '--email', 'Ilse@daily.example', '--expires-in-days', '30'],
    )

    expect(code).toBe(0)
    expect(stdout).toMatch(/^cpd_[\w-]{43}\n$/)
    expect(output.split(stdout.trim())).toHaveLength(2)
    expect(output).toContain('curl -G https://api.daily.example/graphql -H "authorization: Bearer $TOKEN"')
    await looking(async (database) => {
      const { withToken, app } = await testApi(database)
      expect(await withToken(stdout.trim()).query('{ viewer { name email role } }')).toEqual({
        viewer: { name: "Ilse's laptop", email: 'ilse@daily.example', role: 'ADMIN' },
      })
      await app.close()
      const { expiresAt } = await database.prisma.accessToken.findFirstOrThrow()
      expect(Number(expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000)
      expect(await database.prisma.activity.findMany({ where: { action: 'TOKEN_CREATED' } })).toMatchObject([
        { actorId: null, note: "Ilse's laptop (npm run token)" },
      ])
    })
  })

  it('gives somebody who is there a token of theirs, and a program an account of its own', async () => {
    const hers = await command('--role', 'REPORTER', '--name', 'Phone', '--email', 'ilse@daily.example')
    const feed = await command('--role', 'EDITOR', '--name', 'Agency feed')

    expect([hers.code, feed.code]).toEqual([0, 0])
    await looking(async ({ prisma }) => {
      const users = await prisma.user.findMany({ include: { tokens: true }, orderBy: { createdAt: 'asc' } })
      expect(users.map(({ name, email, tokens }) => [name, email, tokens.length])).toEqual([
        ["Ilse's laptop", 'ilse@daily.example', 2],
        ['Agency feed', null, 1],
      ])
    })
  })

  it('lists everything that is wrong with its arguments', async () => {
    const { code, stdout, output } = await command(
      ...['--role', 'BOSS', '--email', 'ilse', '--expires-in-days', '0', '--nmae', 'Ilse'],
    )

    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(output.trim().split('\n')).toEqual([
      '--nmae is no option.',
      'Ilse is no option.',
      '--role must be one of REPORTER, EDITOR, ADMIN.',
      '--name must have 1 to 100 characters.',
      '--email must be an e-mail address.',
      '--expires-in-days must be 1 to 3650.',
      '',
      expect.stringContaining('npm run token -- --role ADMIN --name'),
    ])
  })

  it('refuses a token that gives more than its account has, or is of somebody suspended', async () => {
    await looking(({ prisma }) =>
      prisma.user.createMany({
        data: [
          { name: 'Rex', email: 'rex@daily.example', role: 'REPORTER' },
          { name: 'Out', email: 'out@daily.example', role: 'ADMIN', suspendedAt: new Date() },
        ],
      }),
    )

    const more = await command('--role', 'ADMIN', '--name', 'More', '--email', 'rex@daily.example')
    const suspended = await command('--role', 'ADMIN', '--name', 'Out', '--email', 'out@daily.example')

    expect(more).toMatchObject({
      code: 1,
      stdout: '',
      output: expect.stringContaining('rex@daily.example has the role REPORTER'),
    })
    expect(suspended).toMatchObject({ code: 1, stdout: '', output: expect.stringContaining('is suspended') })
  })

  it.skipIf(onPostgresql)('says that the server must be stopped while it holds the embedded database', async () => {
    const { code, stdout, output } = await looking(() => command('--role', 'ADMIN', '--name', 'Locked out'))

    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(output).toMatch(/in use by another process \(pid \d+\)/)
    expect(output).toContain('If that process is the server: stop it, create the token, and start it again.')
    expect(output).not.toContain('    at ')
  })
})
