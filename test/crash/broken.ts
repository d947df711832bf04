import type { Database } from '../../src/database/database.ts'
import { findLostFiles } from '../../src/image/check-files.service.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { halfDone } from './checker.ts'
import { brokenConstraints } from './constraints.ts'

/** What is not whole, in words: each constraint by its rows, what is half done or done twice, and images without their file. Expects every count to be exact. */
export async function brokenParts(database: Database, mediaDir: string): Promise<string[]> {
  await expectExactCounts(database)
  const lost = await findLostFiles(database, folderStore(mediaDir))
  const files = lost.map(({ file }) => `an image without its file ${file}`)
  return [...(await brokenConstraints(database)), ...(await halfDone(database)), ...files]
}
