// Files without an image, and images that have no file: npm run media:check
// Removes the first, where they are older than a week: npm run media:check -- --fix
// Older than so many minutes: npm run media:check -- --fix --older-than 0
// Nothing is removed while another database uses the same store. Where that one is gone: npm run media:check -- --forget ID
import { parseArgs } from 'node:util'
import type { Env } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { findLostFiles, findOrphans } from '../src/image/check-files.service.ts'
import { databaseId } from '../src/image/database-id.load.ts'
import { type Claim, claimStore, otherClaims, removeClaim } from '../src/media/store/claims.ts'
import { incomingFiles } from '../src/media/store/incoming.ts'
import { withMediaStore } from '../src/media/store/media-store.ts'
import type { MediaStore } from '../src/media/store/storage.ts'
import { withDatabase } from './with-database.ts'

/** Long enough to notice that a backup was restored without the newest images, or that the wrong database was started. */
const A_WEEK = 7 * 24 * 60

await withDatabase(async (database, env) => {
  const { fix, minutes, forget } = wanted()
  const before = new Date(Date.now() - minutes * 60_000)
  await withMediaStore(env, async (store) => {
    await claimStore(store, await databaseId(database))
    if (forget) await forgetDatabase(store, await databaseId(database), forget)
    await check(database, env, { store, fix, before })
  })
})

interface Wanted {
  store: MediaStore
  fix: boolean
  before: Date
}

async function check(database: Database, env: Env, { store, fix, before }: Wanted): Promise<void> {
  const incoming = incomingFiles(env.mediaDir)
  const { orphans, unfinished, others } = await findOrphans({ database, store, incoming, before, isFixing: fix })
  const isRemoving = fix && others.length === 0
  const lost = await findLostFiles(database, store)
  for (const name of orphans) console.log(`${isRemoving ? 'removed' : 'without an image:'} ${name}`)
  for (const { id, file } of lost) console.log(`image ${id} has no file ${file}`)
  for (const other of others) reportOther(other)
  const done = isRemoving ? `removed, and ${unfinished} unfinished ones` : 'without an image'
  console.log(`${orphans.length} files ${done}; ${lost.length} images without a file.`)
  if (lost.length > 0 || (orphans.length > 0 && !isRemoving)) process.exitCode = 1
}

function reportOther({ database, startedAt }: Claim): void {
  console.log(
    `database ${database} uses this store too, last started ${startedAt.toISOString()}: nothing is removed. If it does not exist any more: npm run media:check -- --forget ${database}`,
  )
}

/** @throws Error for a database that the store does not know */
async function forgetDatabase(store: MediaStore, own: string, forgotten: string): Promise<void> {
  const others = await otherClaims(store, own)
  if (!others.some(({ database }) => database === forgotten)) {
    throw new Error(`No other database with the id ${forgotten} uses this store.`)
  }
  await removeClaim(store, forgotten)
}

/** @throws Error when --older-than is not a number of minutes */
function wanted(): { fix: boolean; minutes: number; forget: string | undefined } {
  const { values } = parseArgs({
    options: {
      fix: { type: 'boolean', default: false },
      mend: { type: 'boolean', default: false },
      'older-than': { type: 'string', default: String(A_WEEK) },
      forget: { type: 'string' },
    },
  })
  const minutes = values['older-than']
  if (!/^\d{1,7}$/.test(minutes))
    throw new Error(`--older-than ${minutes} is not valid. Give a number of minutes, such as 60.`)
  return { fix: values.fix || values.mend, minutes: Number(minutes), forget: values.forget }
}
