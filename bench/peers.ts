// Measures Copydesk against other GraphQL servers, with the same pages over the same data: npm run bench:peers
//   --articles N  --only articlePage,frontPage,topicPage  --rounds N  --seconds N  --connections N  --database NAME  --json
// Their packages are installed in bench/peers when they are first needed. docs/performance.md explains.
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchDatabase } from './bench-database.ts'
import { comparedPages } from './compare/compared-pages.ts'
import { startAll, stopAll } from './compare/contestants.ts'
import { measureAll } from './compare/measure-all.ts'
import { peerTable } from './compare/peer-table.ts'
import { fillForPeers, generatePeers, installPeers, removeForPeers } from './compare/prepare.ts'
import { assertSameContent } from './compare/same-content.ts'
import { type Options, readOptions } from './options.ts'

/** Copydesk asks for them in production. */
const ADDRESSES = { SITE_URL: 'https://daily.example', PUBLIC_URL: 'https://api.daily.example' }

async function benchPeers(options: Options): Promise<void> {
  const folder = join(tmpdir(), 'copydesk-bench')
  const mediaDir = join(folder, 'media')
  await mkdir(mediaDir, { recursive: true })
  await installPeers()
  const { url, database } = await benchDatabase(options, mediaDir)
  try {
    await generatePeers(url)
    await fillForPeers(database, url)
    const pages = await comparedPages(database, options.pages)
    const contestants = await startAll(
      { NODE_ENV: 'production', DATABASE_URL: url, DATABASE_POOL_SIZE: '20', MEDIA_DIR: mediaDir, ...ADDRESSES },
      folder,
    )
    try {
      await assertSameContent(contestants, pages)
      const results = await measureAll(contestants, pages, options)
      process.stdout.write(`${options.json ? JSON.stringify(results) : peerTable(results, options)}\n`)
    } finally {
      await stopAll(contestants)
    }
  } finally {
    await removeForPeers(database)
    await database.close()
  }
}

try {
  await benchPeers(readOptions())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
