// Measures what is delivered without reading the database for each request, and what limits and logs cost:
// npm run bench -- --only cached,notModified,compressed,longTail,limits,mixed. docs/performance.md explains.
import type { Database } from '../../src/database/database.ts'
import { load } from '../load.ts'
import { WARM_UP_SECONDS } from '../measure.ts'
import type { Options } from '../options.ts'
import { pageOf } from '../pages.ts'
import { megabytesOf, type ServerProcess, startServer } from '../processes.ts'
import { ceilingRequests, copydeskRequests, getRequests, type Requests } from '../requests.ts'
import { inTurn } from '../rounds.ts'
import { articleSamples, manyArticleSamples } from '../samples.ts'
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
  const copydesk = await startServer(COPYDESK, { ...variables, LOG_LEVEL: 'warn' }, folder)
  try {
    if (mode === 'longTail') return await benchLongTail(copydesk, bench)
    const samples = await articleSamples(database)
    if (mode === 'mixed') return await benchMixed(database, { samples, copydesk, options: bench.options })
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
    const ours = onceEach(getRequests(copydesk.origin, pageOf('articlePage'), samples))
    const other = onceEach(ceilingRequests(ceiling.origin, 'articlePage', samples))
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
    const onPage = ({ origin }: ServerProcess) => {
      const { list } = copydeskRequests(origin, pageOf('articlePage'), samples)
      return (connections: number, seconds: number) => load(list, { origin, connections, seconds })
    }
    return await compareOn('limits', 'without limits and log', whole, options, onPage(whole), onPage(bare))
  } finally {
    await whole.stop()
    await bare.stop()
  }
}

type LoadOn = (connections: number, seconds: number) => ReturnType<typeof load>

/** Goes on where the last load stopped. */
function onceEach({ origin, list }: Requests): LoadOn {
  let from = 0
  return async (connections, seconds) => {
    const left = list.slice(from)
    const before = from
    const done = await load(left, { origin, connections, seconds, isOnce: true, onAnswer: () => (from += 1) })
    if (from - before >= left.length)
      throw new Error('There are too few articles. Use fewer seconds, or more articles.')
    from += connections
    return done
  }
}

async function compareOn(
  mode: ModeName,
  against: string,
  copydesk: ServerProcess,
  options: Options,
  ours: LoadOn,
  other: LoadOn,
): Promise<ModeResult[]> {
  const results: ModeResult[] = []
  for (const connections of options.connectionCounts) {
    for (const on of [ours, other]) await on(connections, WARM_UP_SECONDS)
    const { ratio, range, ...loads } = await inTurn(
      () => ours(connections, options.seconds),
      () => other(connections, options.seconds),
      options.rounds,
    )
    results.push({
      mode,
      against,
      connections,
      ratio,
      range,
      ...loads.ours,
      otherRequestsPerSecond: loads.other.requestsPerSecond,
      kilobytes: Number.NaN,
      megabytes: megabytesOf(copydesk),
    })
  }
  return results
}
