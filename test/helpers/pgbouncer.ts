import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface Pgbouncer {
  /** The server's address through it */
  readonly url: string
  close(): Promise<void>
}

/** Debian puts it where only root looks. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

/** Without it the tests that need it are skipped, but not by CI. */
export const hasPgbouncer =
  process.env.CI === 'true' || spawnSync('pgbouncer', ['--version'], { env: ENVIRONMENT }).status === 0

/** Of all databases of the PostgreSQL at `url`, in transaction mode. What is not set here has PgBouncer's defaults. */
export async function startPgbouncer(
  url: string,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<Pgbouncer> {
  const server = new URL(url)
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-pgbouncer-'))
  const user = decodeURIComponent(server.username || 'postgres')
  const password = decodeURIComponent(server.password)
  const configured = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(folder, 'users'),
    pool_mode: 'transaction',
    ...settings,
  }
  const lines = Object.entries(configured).map(([name, value]) => `${name} = ${value}`)
  const target = `* = host=${server.hostname} port=${server.port || 5432}`
  await writeFile(join(folder, 'pgbouncer.ini'), `[databases]\n${target}\n[pgbouncer]\n${lines.join('\n')}\n`)
  await writeFile(join(folder, 'users'), `"${user}" "${password}"\n`)
  // PgBouncer refuses to run as root.
  await chmod(folder, 0o755)
  const child = start(join(folder, 'pgbouncer.ini'))
  await listening(child, port)
  server.hostname = '127.0.0.1'
  server.port = String(port)
  return {
    url: server.href,
    async close() {
      const ended = once(child, 'close')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function start(file: string): ChildProcess {
  const isRoot = process.getuid?.() === 0
  const [command, ...before] = isRoot
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', 'pgbouncer']
    : ['pgbouncer']
  return spawn(command ?? '', [...before, '--quiet', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: ENVIRONMENT,
  })
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let failure: unknown
  child.once('error', (error) => {
    failure = error
  })
  while (!(await answers(port))) {
    if (failure) throw new Error('pgbouncer is not installed (Debian: apt-get install pgbouncer)', { cause: failure })
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with code ${child.exitCode}`)
    await delay(50)
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
