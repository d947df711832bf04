// Measures reading and saving against the fastest that could be written by hand: npm run bench
//   --articles N  --only articlePage,frontPage,topicPage,deepPage,search,save, or cached,notModified,compressed,longTail,documentId,limits,mixed,observability, or images, or live
//   --subscribers N  --rounds N  --seconds N  --connections N[,N …]  --database NAME  --json
// On the PostgreSQL server of BENCH_DATABASE_URL, in a database that it makes, seeds once and keeps. docs/performance.md explains.
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../src/database/database.ts'
import { assertSameAnswers, statementsIn } from './answers.ts'
import { benchDatabase } from './bench-database.ts'
import { benchDelivery } from './delivery/bench-delivery.ts'
import { benchImages } from './images.ts'
import { benchLive } from './live/bench-live.ts'
import { type Measured, measure, type Subject } from './measure.ts'
import { type Options, readOptions } from './options.ts'
import { type PageName, pageOf, type Variables } from './pages.ts'
import { type ServerProcess, startServer, UNCACHED, UNLIMITED } from './processes.ts'
import { json, modeTable, tables } from './report.ts'
import { ceilingRequests, copydeskRequests } from './requests.ts'
import { benchSaves } from './save/bench-saves.ts'

const COPYDESK = new URL('../src/main.ts', import.meta.url)
const CEILING = new URL('./ceiling.ts', import.meta.url)

interface Asked {
  name: PageName
  samples: Variables[]
}

async function bench(options: Options): Promise<void> {
  const folder = join(tmpdir(), 'copydesk-bench')
  const mediaDir = join(folder, 'media')
  await mkdir(mediaDir, { recursive: true })
  if (options.images) {
    process.stdout.write(`${await benchImages(options, folder)}\n`)
    return
  }
  if (options.live) {
    process.stdout.write(`${await benchLive(options, folder)}\n`)
    return
  }
  const { url, database } = await benchDatabase(options, mediaDir)
  const variables = {
    NODE_ENV: 'production',
    DATABASE_URL: url,
    SITE_URL: 'https://daily.example',
    PUBLIC_URL: 'https://api.daily.example',
    MEDIA_DIR: mediaDir,
    // Ten readers at once: a share of all connections is theirs.
    DATABASE_POOL_SIZE: '20',
    ...UNLIMITED,
  }
  try {
    for (const connections of options.connectionCounts) {
      const each = { ...options, connections }
      const pages = await benchPages(database, variables, folder, each)
      const saves = options.saves ? await benchSaves(database, variables, folder, each) : null
      if (pages.size > 0 || saves)
        process.stdout.write(`${options.json ? json(pages, saves) : tables(pages, saves, each)}\n`)
    }
    const modes = await benchDelivery({ database, variables, folder, options })
    if (modes.length > 0) process.stdout.write(`${options.json ? JSON.stringify(modes) : modeTable(modes, options)}\n`)
  } finally {
    await database.close()
  }
}

async function benchPages(
  database: Database,
  variables: Readonly<Record<string, string>>,
  folder: string,
  options: Options,
): Promise<ReadonlyMap<string, Measured>> {
  const asked = await chooseSamples(database, options.pages)
  if (asked.length === 0) return new Map()
  const ceiling = await startServer(CEILING, variables, folder)
  try {
    const start = (level: string) => startServer(COPYDESK, { ...variables, ...UNCACHED, LOG_LEVEL: level }, folder)
    const statements = await compare(await start('info'), ceiling, asked)
    const copydesk = await start('warn')
    return await measure(subjects(copydesk, ceiling, asked, statements), options).finally(() => copydesk.stop())
  } finally {
    await ceiling.stop()
  }
}

async function chooseSamples(database: Database, names: readonly PageName[]): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const name of names) asked.push({ name, samples: await pageOf(name).samples(database) })
  return asked
}

/** Both servers must give the same answers, or their speeds would not compare. Returns the statements by operation. */
async function compare(
  copydesk: ServerProcess,
  ceiling: ServerProcess,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, number>> {
  try {
    for (const { name, samples } of asked) {
      await assertSameAnswers(
        name,
        copydeskRequests(copydesk.origin, pageOf(name), samples),
        ceilingRequests(ceiling.origin, name, samples),
      )
    }
  } finally {
    await copydesk.stop()
  }
  return statementsIn(copydesk.output())
}

function subjects(
  copydesk: ServerProcess,
  ceiling: ServerProcess,
  asked: readonly Asked[],
  statements: ReadonlyMap<string, number>,
): Subject[] {
  return asked.map(({ name, samples }) => ({
    name,
    copydesk: copydeskRequests(copydesk.origin, pageOf(name), samples),
    ceiling: ceilingRequests(ceiling.origin, name, samples),
    statements: statements.get(pageOf(name).operation) ?? Number.NaN,
  }))
}

try {
  await bench(readOptions())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
