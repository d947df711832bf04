import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from '../src/database/connect.ts'
import type { Database } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import { readMigrations } from '../src/database/migrations.ts'

const SEED = new URL('../scripts/seed.ts', import.meta.url)

export interface BenchDatabase {
  url: string
  database: Database
}

/**
 * A database of its own with that many articles. It stays for the next run, and is created again when the migrations are not those that
 * it was made with, or when its seeding was cut off.
 */
export async function benchDatabase(anyUrl: string, articles: number, mediaDir: string): Promise<BenchDatabase> {
  const name = `copydesk_bench_${articles}`
  const url = Object.assign(new URL(anyUrl), { pathname: `/${name}` }).href
  const made = `${articles} articles, migrations ${await migrationsHash()}`
  const server = await connect({ url: anyUrl, poolSize: 1 })
  try {
    if ((await madeAs(server, name)) !== made) {
      await server.script(`drop database if exists ${name}`)
      await server.script(`create database ${name}`)
      await fill(url, articles, mediaDir)
      // Written last: what bears it is whole.
      await server.script(`comment on database ${name} is '${made}'`)
    }
  } finally {
    await server.close()
  }
  return { url, database: await connect({ url, poolSize: 1 }) }
}

async function madeAs(server: Database, name: string): Promise<string | null> {
  const [row] = await server.query<{ made: string | null }>({
    text: `select shobj_description(oid, 'pg_database') as made from pg_database where datname = $1`,
    parameters: [name],
  })
  return row?.made ?? null
}

async function migrationsHash(): Promise<string> {
  const migrations = await readMigrations()
  return createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12)
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
