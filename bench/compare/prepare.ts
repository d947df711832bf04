import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Database } from '../../src/database/database.ts'
import { NOTHING_LEFT_OUT, schemaEngine } from '../../src/database/schema-engine.ts'
import { PEERS_FOLDER } from './contestants.ts'

const run = promisify(execFile)

const SCHEMA = 'schema.prisma'

const OF_THE_PROJECT = /^npm_config_(omit|include|production|local_prefix|global|legacy_peer_deps)$/i

/** npm ci, unless the locked versions are there. Nothing runs that a package wants to run when it is installed. */
export async function installPeers(): Promise<void> {
  const installed = join(PEERS_FOLDER, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && isSame(installed, join(PEERS_FOLDER, 'package-lock.json'))) return
  process.stderr.write('Installing the peers (1.1 GB) …\n')
  const npm = process.env.npm_execpath
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  await run(program, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS_FOLDER,
    // npm hands the settings of the project that runs it down to its scripts.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_PROJECT.test(name))),
  })
}

interface Lock {
  packages: Readonly<Record<string, { version?: string; optional?: boolean }>>
}

/** What is installed of a lock is listed in another one. It lacks packages for other systems, which are optional. */
function isSame(installed: string, locked: string): boolean {
  const there = lockOf(installed)
  return Object.entries(lockOf(locked).packages).every(
    ([path, { version, optional }]) =>
      path === '' || there.packages[path]?.version === version || (optional === true && !there.packages[path]),
  )
}

function lockOf(file: string): Lock {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What Prisma and Keystone generate for production. */
export async function generatePeers(databaseUrl: string): Promise<void> {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    // Only migrations need this engine, which would be downloaded: any file will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
  }
  const prisma = join(PEERS_FOLDER, 'node_modules/prisma/build/index.js')
  await run(process.execPath, [prisma, 'generate', '--no-hints', '--schema', `apollo-prisma/${SCHEMA}`], {
    cwd: PEERS_FOLDER,
    env,
  })
  const keystone = join(PEERS_FOLDER, 'node_modules/@keystone-6/core/bin/cli.js')
  await run(process.execPath, [keystone, 'build', '--no-ui'], { cwd: join(PEERS_FOLDER, 'keystone'), env })
}

/** PostGraphile's views, and Keystone's own tables with what readers see. */
export async function fillForPeers(database: Database, databaseUrl: string): Promise<void> {
  const tables = await keystoneTables(databaseUrl)
  await database.schemaSession(async ({ script }) => {
    await script(await sql('views'))
    await script(`drop schema if exists keystone cascade; create schema keystone`)
    await script(`begin; set local search_path to keystone; ${tables}; commit`)
    await script(await sql('keystone'))
    await script('vacuum (analyze)')
  })
}

/** They would hinder migrations. */
export async function removeForPeers(database: Database): Promise<void> {
  await database.schemaSession(({ script }) =>
    script('drop schema if exists peers cascade; drop schema if exists keystone cascade'),
  )
}

async function sql(name: string): Promise<string> {
  return readFile(join(PEERS_FOLDER, 'data', `${name}.sql`), 'utf8')
}

/** `prisma db push` would need an engine that is downloaded; the same engine is on npm as WebAssembly. */
async function keystoneTables(databaseUrl: string): Promise<string> {
  const content = await readFile(join(PEERS_FOLDER, 'keystone/generated', SCHEMA), 'utf8')
  const engine = await schemaEngine(new PrismaPg({ connectionString: databaseUrl }), content)
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
    script: true,
    exitCode: null,
    filters: NOTHING_LEFT_OUT,
  })
  return stdout ?? ''
}
