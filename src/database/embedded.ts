import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParserOptions, PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { Kysely, PGliteDialect } from 'kysely'
import { fromPglite } from 'pg-boss'
import type { DB } from '../generated/kysely/database.ts'
import { PrismaClient } from '../generated/prisma/client.ts'
import { EMBEDDED_PLACE, inStatementSpan } from '../tracing/statement-span.ts'
import { inSpan } from '../tracing/tracing.ts'
import { type Database, type Statement, TRANSACTION_LIMITS } from './database.ts'
import { forgetFailedFiles } from './embedded/failed-files.ts'
import { whyDamaged, whyUnreadable, writeVersions } from './embedded/folder-version.ts'
import { databaseFolder, finishRestore, hasDatabase } from './embedded/restored-folder.ts'
import { DatabaseUnreachable } from './errors.ts'
import { whyUnavailable } from './faults/unavailable.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { pgliteAdapter } from './pglite-adapter.ts'
import type { Budget } from './pool/budget.ts'
import { parsers } from './pool/values.ts'
import { tracedAdapter } from './tracing/traced-adapter.ts'

export interface EmbeddedOptions {
  /** The folder that holds the database (in `database/`) and its lock; made when absent. */
  dataDir: string
}

/** Owners and rights are those of the user that restores. A statement for many rows is shorter than one for each. */
const DUMP_OPTIONS = ['--no-owner', '--no-privileges', '--rows-per-insert=200']

export async function openEmbedded({ dataDir }: EmbeddedOptions): Promise<Database> {
  // PGlite takes no lock: two processes on one folder diverge without a word.
  const lock = lockFolder(dataDir)
  try {
    return embedded(await openFolder(dataDir), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A PostgreSQL in this process, set up as every session of ours is. */
async function openPGlite(dataDir: string): Promise<PGlite> {
  const pglite = await PGlite.create({ dataDir, extensions: { pg_trgm }, parsers })
  forgetFailedFiles(pglite)
  await pglite.exec("SET TIME ZONE 'UTC'; SET application_name = 'copydesk'")
  return pglite
}

/** A process that ends while it makes the database leaves an incomplete one, which cannot be opened: the mark records that, and it is created again. */
async function openFolder(dataDir: string): Promise<PGlite> {
  await finishRestore(dataDir)
  const folder = databaseFolder(dataDir)
  const unfinished = join(dataDir, 'database.unfinished')
  if (existsSync(unfinished)) await rm(folder, { recursive: true, force: true })
  if (await hasDatabase(dataDir)) return openExisting(folder)
  await writeFile(unfinished, '')
  await mkdir(folder, { recursive: true })
  const pglite = await openPGlite(folder)
  await writeVersions(folder, { isNew: true })
  await rm(unfinished)
  return pglite
}

/**
 * @throws DatabaseUnreachable for files that are not of this PostgreSQL, which would make a new database over them, and when it cannot start on
 *   what is there: it then ends with no more than "Aborted()"
 */
async function openExisting(folder: string): Promise<PGlite> {
  const reason = await whyUnreadable(folder)
  if (reason !== null) throw new DatabaseUnreachable(reason)
  const pglite = await openPGlite(folder).catch(async (cause: unknown) => {
    throw new DatabaseUnreachable(await whyDamaged(folder), { cause })
  })
  await writeVersions(folder, { isNew: false })
  return pglite
}

/** The database in a folder that no process uses, as SQL that PGlite and PostgreSQL read, whatever their version. */
export async function dumpEmbedded({ dataDir }: EmbeddedOptions): Promise<string> {
  const lock = lockFolder(dataDir)
  try {
    const { pgDump } = await import('@electric-sql/pglite-tools/pg_dump')
    const pglite = await openFolder(dataDir)
    const file = await pgDump({ pg: pglite, args: DUMP_OPTIONS }).finally(() => pglite.close())
    return await file.text()
  } finally {
    lock.release()
  }
}

/** Counts JSON, of which answers are made, before it is parsed. */
function counted(budget: Budget): ParserOptions {
  const parse = (text: string): unknown => {
    budget.receive(text.length)
    budget.check()
    return JSON.parse(text)
  }
  return { ...parsers, [types.JSON]: parse, [types.JSONB]: parse }
}

function embedded(pglite: PGlite, lock: FolderLock): Database {
  const adapter = pgliteAdapter(pglite)
  const prisma = new PrismaClient({ adapter: tracedAdapter(adapter, () => EMBEDDED_PLACE), errorFormat: 'minimal' })
  let closing: Promise<void> | undefined

  async function query<Row extends object>({ text, parameters }: Statement, budget?: Budget): Promise<Row[]> {
    try {
      const { rows } = await inStatementSpan(EMBEDDED_PLACE, text, () =>
        pglite.query<Row>(text, [...parameters], budget && { parsers: counted(budget) }),
      )
      return rows
    } catch (error) {
      throw budget?.fault ?? whyUnavailable(error)
    }
  }

  /** What runs is not cancelled, but nothing more is sent for a request that has spent its time or whose client is gone. */
  async function queryWithin<Row extends object>(budget: Budget, statement: Statement): Promise<Row[]> {
    budget.check()
    const running = { interrupt() {} }
    budget.begin(running)
    try {
      return await query<Row>(statement, budget)
    } finally {
      budget.end(running)
    }
  }

  async function script(sql: string): Promise<void> {
    await pglite.exec(sql)
  }

  async function shut(): Promise<void> {
    await prisma.$disconnect()
    await pglite.close()
    lock.release()
  }

  return {
    engine: 'pglite',
    prisma,
    // Never destroyed on its own: that would close the PGlite under Prisma.
    kysely: new Kysely<DB>({ dialect: new PGliteDialect({ pglite }) }),
    query: (statement, route) => (route?.budget ? queryWithin(route.budget, statement) : query(statement)),
    jobs: fromPglite(pglite),
    transaction: (work, _route, timeout = TRANSACTION_LIMITS.timeout) =>
      inSpan('transaction', {}, () => prisma.$transaction(work, { ...TRANSACTION_LIMITS, timeout })).catch(
        (error: unknown) => Promise.reject(whyUnavailable(error)),
      ),
    script,
    listen: () => null,
    occupancy: () => ({}),
    requestsBegin: () => {},
    ping: async () => {
      await pglite.query('SELECT 1')
    },
    // One process holds the folder and has one session, so that there is nobody to lock out.
    // PGlite only knows the arrays of the types that existed when it looked.
    schemaSession: (work) => work({ adapter, script }).finally(() => pglite.refreshArrayTypes()),
    close: () => {
      closing ??= shut()
      return closing
    },
  }
}
