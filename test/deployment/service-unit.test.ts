import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { start } from '../database/child.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'

// The unit of docs/examples: whether systemd takes it, and whether its commands do what it needs them for, under another manager of processes.

vi.setConfig({ testTimeout: 300_000 })
const POLL = { timeout: 60_000, interval: 50 }

const UNIT = 'docs/examples/copydesk.service'
const text = readFileSync(UNIT, 'utf8')

/** The value of a setting; each is there once. */
function settingOf(setting: string): string {
  const [value, ...others] = [...text.matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'))].map(([, found = '']) => found)
  if (value === undefined || others.length > 0) throw new Error(`${UNIT} does not have ${setting} once`)
  return value
}

const isThere = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A folder as /srv/copydesk, with this version, and the unit with its paths. */
async function installed() {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'version'))
  for (const part of ['package.json', 'schema.graphql', 'prisma', 'scripts', 'src'])
    await cp(part, join(folder, 'version', part), { recursive: true })
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'version', 'node_modules'))
  await symlink('version', join(folder, 'current'))
  const here = (value: string) =>
    value.replaceAll('/srv/copydesk', folder).replaceAll('/usr/bin/node', process.execPath)
  return { folder, here }
}

describe('The unit for systemd', () => {
  it.runIf(isThere('systemd-analyze'))('is one without a fault', async () => {
    const { folder, here } = await installed()
    const unit = join(folder, 'copydesk.service')
    await writeFile(unit, here(text))

    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', unit])

    // Other units of this machine may have faults of their own.
    const own = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('copydesk.service'))
    expect(own).toEqual([])
  })

  it.runIf(onPostgresql)(
    'starts, reloads and stops the server by its commands (PostgreSQL only: several processes)',
    async () => {
      const { folder, here } = await installed()
      const options = await testConnection('migrated')
      const [node = '', main = '', ...others] = here(settingOf('ExecStart')).split(' ')
      const environment = Object.fromEntries(
        settingOf('Environment')
          .split(' ')
          .map((pair) => pair.split('=')),
      )
      expect([node, main, others]).toEqual([process.execPath, join(folder, 'current/src/main.ts'), []])
      const { child, ended, prints, output } = start(main, [], {
        ...environment,
        ...{ DATA_DIR: folder, DATABASE_URL: 'url' in options ? options.url : '', PROCESSES: '2', PORT: '0' },
        ...{ SITE_URL: 'https://daily.example', PUBLIC_URL: 'https://api.daily.example' },
      })
      await prints('2 processes are running')

      const reload = settingOf('ExecReload').replace('$MAINPID', String(child.pid))
      execFileSync('sh', ['-c', `exec ${reload}`])
      await expect.poll(output, POLL).toContain('all processes were replaced')
      const signal = settingOf('KillSignal').replace('SIG', '')
      execFileSync('sh', ['-c', `kill -${signal} ${child.pid}`])

      expect(await ended).toMatchObject({ code: 0 })
      expect(output()).not.toContain('"level":50')
    },
  )

  it.runIf(onPostgresql)(
    'a reload does nothing where there is one process (PostgreSQL only: in production)',
    async () => {
      const options = await testConnection('migrated')
      const { child, ended, prints } = start('src/main.ts', [], {
        ...{ NODE_ENV: 'production', DATABASE_URL: 'url' in options ? options.url : '', PORT: '0', SEED_ON_START: '' },
        ...{
          DATA_DIR: await temporaryFolder(),
          SITE_URL: 'https://daily.example',
          PUBLIC_URL: 'https://api.daily.example',
        },
      })
      await prints('Server listening at')

      child.kill('SIGHUP')
      await prints('nothing was done')
      child.kill('SIGTERM')

      expect(await ended).toMatchObject({ code: 0 })
    },
  )
})
