import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { connect } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { BackupRefused } from './refused.ts'
import { differingTables, type TableDigests, tableDigests } from './table-digests.load.ts'

/** Opens an embedded database for one piece of work. */
export async function inFolder<T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await connect({ dataDir })
  return work(database).finally(() => database.close())
}

/**
 * Makes a database of a dump, in a folder that does not exist, and compares all its tables with what they had.
 * @throws BackupRefused when one differs
 */
export async function loadDump(dataDir: string, dump: string, expected: TableDigests): Promise<void> {
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o700 })
  // A dump changes the settings of its session, so that the tables are read in another one.
  await inFolder(dataDir, ({ script }) => script(dump))
  const wrong = differingTables(expected, await inFolder(dataDir, tableDigests))
  if (wrong.length > 0)
    throw new BackupRefused(`These tables are not the same after they were restored: ${wrong.join(', ')}.`)
}
