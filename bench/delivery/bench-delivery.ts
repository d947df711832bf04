// Measures what is delivered without reading the database for each request, and what limits and logs cost:
// npm run bench -- --only cached,notModified,compressed,longTail,documentId,limits,mixed,observability. docs/performance.md explains.
import type { Database } from '../../src/database/database.ts'
import { load } from '../load.ts'
import { benchObservability } from '../observability/bench-observability.ts'
import type { Options } from '../options.ts'
import { pageOf } from '../pages.ts'
import { type ServerProcess, startServer, UNCACHED } from '../processes.ts'
import { ceilingRequests, copydeskRequests, getRequests, type Requests } from '../requests.ts'
import { articleSamples, manyArticleSamples } from '../samples.ts'
import { compareOn, type LoadOn } from './compare.ts'
import { benchDocumentIds } from './document-ids.ts'
import { benchMixed } from './mixed.ts'
import type { ModeName, ModeResult } from './modes.ts'
import { benchReady } from './ready-modes.ts'

const COPYDESK = new URL('../../src/main.ts', import.meta.url)
const CEILING = new URL('../ceiling.ts', import.meta.url)

interface Bench {
  database: Database
  variables: Readonly<Record<string, string>>
  folder: string
  options: Options
}

export async function benchDelivery(bench: Bench): Promise<ModeResult[]> {
  const results: ModeResult[] = []
  for (const mode of bench.options.modes) results.push(...(await benchMode(mode, bench)))
  return results
}

async function benchMode(mode: ModeName, bench: Bench): Promise<ModeResult[]> {
  const { database, variables, folder } = bench
  if (mode === 'limits') return benchLimits(bench)
  if (mode === 'observability') return benchObservability(bench)
  const uncached = mode === 'documentId' ? UNCACHED : {}
  const copydesk = await startServer(COPYDESK, { ...variables, ...uncached, LOG_LEVEL: 'warn' }, folder)
  try {
    if (mode === 'longTail') return await benchLongTail(copydesk, bench)
    const samples = await articleSamples(database)
    if (mode === 'documentId') return await benchDocumentIds(database, { samples, copydesk, options: bench.options })
    if (mode === 'mixed') return await benchMixed(database, { ...bench, samples, copydesk })
    return await benchReady(mode, 'articlePage', { ...bench, samples, copydesk })
  } finally {
    await copydesk.stop()
  }
}

/** Each article page once, as crawlers come: no answer can come from the cache. */
async function benchLongTail(
  copydesk: ServerProcess,
  { database, variables, folder, options }: Bench,
): Promise<ModeResult[]> {
  const ceiling = await startServer(CEILING, variables, folder)
  try {
    const samples = await manyArticleSamples(database)
    const ours = onceEach(getRequests(copydesk.origin, pageOf('articlePage'), samples), copydesk)
    const other = onceEach(ceilingRequests(ceiling.origin, 'articlePage', samples), ceiling)
    return await compareOn('longTail', 'ceiling', copydesk, options, ours, other)
  } finally {
    await ceiling.stop()
  }
}

/** The server as it is, with its log, against one without limits on rates and load, turns and a log. */
async function benchLimits({ database, variables, folder, options }: Bench): Promise<ModeResult[]> {
  const samples = await articleSamples(database)
  // An address that is exempt also waits for no turn (docs/load.md).
  const exempt = { RATE_LIMIT_EXEMPT: '127.0.0.1,::1' }
  const without = { ...exempt, MAX_EVENT_LOOP_DELAY_MS: '0', MAX_HEAP_BYTES: '0', LOG_LEVEL: 'error' }
  const whole = await startServer(COPYDESK, { ...variables, LOG_LEVEL: 'info' }, folder)
  const bare = await startServer(COPYDESK, { ...variables, ...without }, folder)
  try {
    const onPage = ({ origin, pid }: ServerProcess) => {
      const { list } = copydeskRequests(origin, pageOf('articlePage'), samples)
      return (connections: number, seconds: number) => load(list, { origin, pid, connections, seconds })
    }
    return await compareOn('limits', 'without limits and log', whole, options, onPage(whole), onPage(bare))
  } finally {
    await whole.stop()
    await bare.stop()
  }
}

/** Of pages that are read from the database */
const MOST_PER_SECOND = 4000

/** Goes on where the last load stopped. */
function onceEach({ origin, list }: Requests, { pid }: ServerProcess): LoadOn {
  let from = 0
  return async (connections, seconds) => {
    // More would only take the load generator's time.
    const left = list.slice(from, from + seconds * MOST_PER_SECOND)
    const before = from
    const done = await load(left, { origin, pid, connections, seconds, isOnce: true, onAnswer: () => (from += 1) })
    if (from - before >= left.length)
      throw new Error('There are too few articles. Use fewer seconds, or more articles.')
    from += connections
    return done
  }
}
