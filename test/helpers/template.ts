import { cpSync, existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inject } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import { databaseFolder } from '../../src/database/embedded/restored-folder.ts'
import { FolderInUse } from '../../src/database/errors.ts'
import { lockFolder } from '../../src/database/folder-lock.ts'
import { migrate } from '../../src/database/migrate.ts'
import { addressOf, createDatabase, dropDatabase } from './postgresql.ts'
import type { TestServer } from './run.ts'

/** Each is made from the one before it. */
const STATES = ['empty', 'migrated', 'seeded'] as const

/** PostgreSQL's cache of pages is made with every start, and 128 MB of it take longer than all the rest. */
const SMALL = "ALTER SYSTEM SET shared_buffers = '16MB'"

export type TemplateState = (typeof STATES)[number]

/** Where the seed's images are, once a seeded database was asked for. */
export const mediaDir = join(inject('folder'), 'media')

/**
 * The database that every test file copies, made by the first file of the run that asks for it: tests without a database wait for none.
 *
 * @returns a folder to copy (embedded), or the name of a database on the server
 */
export async function template(state: TemplateState): Promise<string> {
  const folder = inject('folder')
  const server = inject('server')
  const made = join(folder, state)
  if (!existsSync(made)) {
    await alone(folder, async () => {
      if (!existsSync(made)) await (server ? makeOnServer(server, state, made) : makeFolders(folder, state))
    })
  }
  return server ? `${server.prefix}_${state}` : made
}

async function makeOnServer({ url, prefix }: TestServer, state: TemplateState, made: string) {
  const name = `${prefix}_${state}`
  // What an earlier file began and could not finish is in the way.
  await dropDatabase(url, name)
  await createDatabase(url, name)
  await bringTo(state, { url: addressOf(url, name) })
  await writeFile(made, '')
}

/** One folder goes through the states, and each is kept on the way. */
async function makeFolders(folder: string, last: TemplateState): Promise<void> {
  const dataDir = join(folder, 'data')
  for (const state of STATES.slice(0, STATES.indexOf(last) + 1)) {
    const made = join(folder, state)
    if (existsSync(made)) continue
    await bringTo(state, { dataDir })
    cpSync(databaseFolder(dataDir), `${made}.part`, { recursive: true })
    await rename(`${made}.part`, made)
  }
}

async function bringTo(state: TemplateState, options: ConnectOptions): Promise<void> {
  const database = await connect(options)
  try {
    if (state === 'empty' && database.engine === 'pglite') await database.script(SMALL)
    if (state !== 'empty') await migrate(database)
    if (state !== 'seeded') return
    // Not imported above: the files that only read the template need none of what draws the images.
    const { seedNewsroom } = await import('../../prisma/seed/newsroom.ts')
    await seedNewsroom(database, { mediaDir, bucket: null })
  } finally {
    await database.close()
  }
}

/** Waits for its turn: the test files run in several processes. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  const lock = await locked(join(folder, 'turn'))
  await work().finally(() => lock.release())
}

async function locked(folder: string) {
  for (;;) {
    try {
      return lockFolder(folder)
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error
      await delay(50)
    }
  }
}
