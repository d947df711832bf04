// Files without an image, and images that have no file: npm run media:check
// Removes the first, where they are older than an hour: npm run media:check -- --fix
// Older than so many minutes: npm run media:check -- --fix --older-than 0
import { parseArgs } from 'node:util'
import type { Env } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { findLostFiles, findOrphans } from '../src/image/check-files.service.ts'
import { incomingFiles } from '../src/media/store/incoming.ts'
import { withMediaStore } from '../src/media/store/media-store.ts'
import type { MediaStore } from '../src/media/store/storage.ts'
import { withDatabase } from './with-database.ts'

await withDatabase(async (database, env) => {
  const { fix, minutes } = wanted()
  const before = new Date(Date.now() - minutes * 60_000)
  await withMediaStore(env, (store) => check(database, env, { store, fix, before }))
})

interface Wanted {
  store: MediaStore
  fix: boolean
  before: Date
}

async function check(database: Database, env: Env, { store, fix, before }: Wanted): Promise<void> {
  const incoming = incomingFiles(env.mediaDir)
  const { orphans, unfinished } = await findOrphans({ database, store, incoming, before, isFixing: fix })
  const lost = await findLostFiles(database, store)
  for (const name of orphans) console.log(`${fix ? 'removed' : 'without an image:'} ${name}`)
  for (const { id, file } of lost) console.log(`image ${id} has no file ${file}`)
  const done = fix ? `removed, and ${unfinished} unfinished ones` : 'without an image'
  console.log(`${orphans.length} files ${done}; ${lost.length} images without a file.`)
  if (lost.length > 0 || (orphans.length > 0 && !fix)) process.exitCode = 1
}

/** @throws Error when --older-than is not a number of minutes */
function wanted(): { fix: boolean; minutes: number } {
  const { values } = parseArgs({
    options: { fix: { type: 'boolean', default: false }, 'older-than': { type: 'string', default: '60' } },
  })
  const minutes = values['older-than']
  if (!/^\d{1,7}$/.test(minutes))
    throw new Error(`--older-than ${minutes} is not valid. Give a number of minutes, such as 60.`)
  return { fix: values.fix, minutes: Number(minutes) }
}
