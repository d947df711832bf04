import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { atEnd } from './at-end.ts'
import { freePort } from './free-port.ts'

/** Of the newest PostgreSQL of this machine, where Debian puts it. */
const PROGRAMS = globSync('/usr/lib/postgresql/*/bin')
  .sort((one, other) => versionOf(other) - versionOf(one))
  .find((folder) => existsSync(join(folder, 'initdb')))

function versionOf(folder: string): number {
  return Number(/postgresql\/(\d+)/.exec(folder)?.[1])
}

/** Without them the tests that need servers of their own are skipped, but not by CI. */
export const hasServerPrograms = process.env.CI === 'true' || PROGRAMS !== undefined

/** PostgreSQL refuses to run as root. */
const AS_POSTGRES =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []

/** The path of a program that PostgreSQL comes with. */
export function serverProgram(name: string): string {
  if (!PROGRAMS)
    throw new Error('The programs of a PostgreSQL server are not installed (Debian: apt-get install postgresql)')
  return join(PROGRAMS, name)
}

function program(name: string, ...args: string[]): void {
  const [command = '', ...rest] = [...AS_POSTGRES, serverProgram(name), ...args]
  // pg_ctl's server would keep a pipe open.
  const { status } = spawnSync(command, rest, { cwd: '/', stdio: 'ignore' })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${status}`)
}

const QUICK = [
  'fsync=off',
  'shared_buffers=16MB',
  'max_connections=200',
  'max_wal_senders=20',
  'hot_standby=on',
  "unix_socket_directories=''",
]

export interface Cluster {
  /** Of the database postgres */
  readonly url: string
  readonly folder: string
  /** Its pg_ctl start, with more settings */
  start(): void
  /** Without a goodbye to its clients */
  kill(): void
  /** Ends the sessions of its clients first */
  stop(): void
  /** Makes a standby the primary */
  promote(): void
  session(): Promise<Client>
}

function clusterIn(folder: string, port: number, settings: readonly string[]): Cluster {
  const data = join(folder, 'data')
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  const options = [`-p ${port}`, '-h 127.0.0.1', ...[...QUICK, ...settings].map((setting) => `-c ${setting}`)].join(' ')
  const cluster: Cluster = {
    url,
    folder: data,
    start: () => program('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-o', options, 'start'),
    kill: () => program('pg_ctl', '-D', data, '-m', 'immediate', 'stop'),
    stop: () => program('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop'),
    promote: () => program('pg_ctl', '-D', data, '-w', 'promote'),
    async session() {
      const client = new Client({ connectionString: url })
      // A server that is killed ends it.
      client.on('error', () => {})
      await client.connect()
      atEnd(() => client.end().catch(() => {}))
      return client
    },
  }
  atEnd(() => {
    if (existsSync(join(data, 'postmaster.pid'))) cluster.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  return cluster
}

function newFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'copydesk-cluster-'))
  chmodSync(folder, 0o777)
  return folder
}

interface PrimaryOptions {
  /** The folder for its own folder */
  readonly parent?: string | undefined
  readonly settings?: readonly string[]
}

/** A PostgreSQL of the test's own, which ends with the test file. */
export async function startPrimary({ parent, settings = [] }: PrimaryOptions = {}): Promise<Cluster> {
  const folder = newFolder(parent)
  program('initdb', '-D', join(folder, 'data'), '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-N')
  const cluster = clusterIn(folder, await freePort(), settings)
  cluster.start()
  return cluster
}

/** A streaming replica of it. */
export async function startStandby(primary: Cluster, settings: readonly string[] = []): Promise<Cluster> {
  const folder = newFolder()
  const { port } = new URL(primary.url)
  program(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    port,
    '-U',
    'postgres',
    '-D',
    join(folder, 'data'),
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
  )
  const cluster = clusterIn(folder, await freePort(), settings)
  cluster.start()
  return cluster
}
