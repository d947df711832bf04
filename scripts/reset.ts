// Deletes the database's content and creates its tables again: npm run db:reset
// On a PostgreSQL its name must be typed first, or --force given. Never in production. Image files stay.
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { type Env, readEnv } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { databaseFolder, finishRestore } from '../src/database/embedded/restored-folder.ts'
import { lockFolder } from '../src/database/folder-lock.ts'
import { migrate } from '../src/database/migrate.ts'
import { openDatabase, orExplain } from './with-database.ts'

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })

await orExplain(async () => {
  const env = readEnv()
  if (env.production) throw new Error('Reset is disabled in production.')
  await assertMeant(env)
  // An embedded database goes with its folder, so that one that no longer opens can be reset too.
  if (env.databaseUrl === null) await removeEmbedded(env.dataDir)
  const database = await openDatabase(env)
  try {
    if (env.databaseUrl !== null) await dropAll(database)
    const applied = await migrate(database)
    console.log(
      `The database is empty, with ${applied.length} migrations applied. npm run db:seed adds the sample newsroom again.`,
    )
  } finally {
    await database.close()
  }
})

async function assertMeant({ databaseUrl }: Env): Promise<void> {
  if (databaseUrl === null || values.force) return
  const { host, pathname } = new URL(databaseUrl)
  const name = decodeURIComponent(pathname.slice(1))
  if (!process.stdin.isTTY)
    throw new Error(`This would delete everything in ${name} on ${host}. To confirm: npm run db:reset -- --force`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(
    `This deletes everything in ${name} on ${host}. Type the database's name to continue: `,
  )
  terminal.close()
  if (answer !== name) throw new Error('Nothing was changed.')
}

async function removeEmbedded(dataDir: string): Promise<void> {
  const lock = lockFolder(dataDir)
  try {
    // Else the next start would put the restored database in the place of the empty one.
    await finishRestore(dataDir)
    await rm(databaseFolder(dataDir), { recursive: true, force: true })
  } finally {
    lock.release()
  }
}

async function dropAll(database: Database): Promise<void> {
  await database.schemaSession(({ script }) =>
    script(
      'DROP SCHEMA IF EXISTS pgboss CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC',
    ),
  )
}
