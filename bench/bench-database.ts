import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from '../src/database/connect.ts'
import type { Database } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import type { Options } from './options.ts'

const SEED = new URL('../scripts/seed.ts', import.meta.url)

export interface BenchDatabase {
  url: string
  database: Database
}

/**
 * A database of its own with that many articles. It stays for the next run, which applies migrations that are newer, and is created again if that fails, or
 * if its seeding was cut off.
 */
export async function benchDatabase(
  { databaseUrl, databaseName, articles }: Pick<Options, 'databaseUrl' | 'databaseName' | 'articles'>,
  mediaDir: string,
): Promise<BenchDatabase> {
  const url = Object.assign(new URL(databaseUrl), { pathname: `/${databaseName}` }).href
  const made = `${articles} articles`
  const server = await connect({ url: databaseUrl, poolSize: 1 })
  try {
    if ((await madeAs(server, databaseName)) !== made || !(await isMigrated(url))) {
      await server.script(`drop database if exists ${databaseName}`)
      await server.script(`create database ${databaseName}`)
      await fill(url, articles, mediaDir)
      // Written last: what bears it is whole.
      await server.script(`comment on database ${databaseName} is '${made}'`)
    }
  } finally {
    await server.close()
  }
  return { url, database: await connect({ url, poolSize: 1 }) }
}

/** Whether it could be migrated to where we are: a database that another branch left may have migrations that we do not have. */
async function isMigrated(url: string): Promise<boolean> {
  const database = await connect({ url, poolSize: 1 })
  try {
    await migrate(database)
    return true
  } catch {
    return false
  } finally {
    await database.close()
  }
}

async function madeAs(server: Database, name: string): Promise<string | null> {
  const [row] = await server.query<{ made: string | null }>({
    text: `select shobj_description(oid, 'pg_database') as made from pg_database where datname = $1`,
    parameters: [name],
  })
  return row?.made ?? null
}

async function fill(url: string, articles: number, mediaDir: string): Promise<void> {
  const database = await connect({ url, poolSize: 1 })
  try {
    await migrate(database)
    await seed(url, articles, mediaDir)
    // As autovacuum leaves it after a while: plans and index-only scans depend on it. It takes longer than a session's statements may.
    await database.schemaSession(({ script }) => script('vacuum (analyze)'))
  } finally {
    await database.close()
  }
}

/** Uses the documented command. Its progress goes to standard error, because standard output may be for JSON only. */
async function seed(url: string, articles: number, mediaDir: string): Promise<void> {
  const child = spawn(process.execPath, [SEED.pathname, '--articles', String(articles)], {
    env: { ...process.env, DATABASE_URL: url, MEDIA_DIR: mediaDir },
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The database could not be seeded.')
}
