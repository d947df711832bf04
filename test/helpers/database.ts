import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { databaseFolder } from '../../src/database/embedded/restored-folder.ts'
import { atEnd } from './at-end.ts'
import { addressOf, createDatabase, dropDatabase } from './postgresql.ts'
import { mediaDir, type TemplateState, template } from './template.ts'

export { mediaDir } from './template.ts'

/** Whether the tests run on PostgreSQL (TEST_DATABASE_URL) or on the embedded database. */
export const onPostgresql = inject('server') !== null

/**
 * A migrated database for one test file, with the seed's newsroom in it or empty. Closed and dropped after the file.
 *
 * const database = await testDatabase({ seeded: true })
 */
export async function testDatabase({ seeded = false } = {}): Promise<Database> {
  const options = await testConnection(seeded ? 'seeded' : 'migrated')
  const database = await connect(options)
  atEnd(() => database.close())
  return database
}

/** Where to find a new database: 'empty' has no tables. What connects to it must be closed before the file ends. */
export async function testConnection(state: TemplateState): Promise<ConnectOptions> {
  if (onPostgresql) return { url: await copyOnServer(state) }
  return { dataDir: await embeddedFolder(state) }
}

/** Whether a pooler is between the tests and PostgreSQL: a session of the server is the test's only while a transaction lasts. */
export const throughPooler = inject('server')?.url !== inject('server')?.pooled

/** The address of a database of the tests without the pooler. */
export function directUrlOf(url: string): string {
  const server = inject('server')
  return server ? addressOf(server.url, new URL(url).pathname.slice(1)) : url
}

/** The variables that tell a process where the database is. */
export function variablesOf(options: ConnectOptions): Record<string, string> {
  return 'url' in options ? { DATABASE_URL: options.url } : { DATA_DIR: options.dataDir }
}

/** With an embedded database in it; on PostgreSQL there is no template of one, and the first process that opens the folder creates it. */
export async function embeddedFolder(state: TemplateState = 'empty'): Promise<string> {
  const dataDir = await temporaryFolder(inject('folder'))
  if (!onPostgresql) cpSync(await template(state), databaseFolder(dataDir), { recursive: true })
  return dataDir
}

/**
 * A copy of the seed's images, for a server in a process of its own: it claims the folder for its database, and where two databases have claimed one,
 * no file is deleted.
 */
export async function copyOfMedia(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(mediaDir, folder, { recursive: true })
  return folder
}

/** Deleted after the file. */
export async function temporaryFolder(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'copydesk-test-'))
  // What a test started may still be ending.
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

async function copyOnServer(state: TemplateState): Promise<string> {
  const server = inject('server')
  if (!server) throw new Error('TEST_DATABASE_URL is not set')
  const name = `${server.prefix}_${randomBytes(4).toString('hex')}`
  await createDatabase(server.url, name, await template(state))
  atEnd(() => dropDatabase(server.url, name))
  return addressOf(server.pooled, name)
}
