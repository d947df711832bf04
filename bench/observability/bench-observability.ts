import type { Database } from '../../src/database/database.ts'
import { compareOn } from '../delivery/compare.ts'
import type { ModeResult } from '../delivery/modes.ts'
import { load } from '../load.ts'
import type { Options } from '../options.ts'
import { pageOf } from '../pages.ts'
import { type ServerProcess, startServer, UNCACHED } from '../processes.ts'
import { getRequests } from '../requests.ts'
import { articleSamples } from '../samples.ts'

const COPYDESK = new URL('../../src/main.ts', import.meta.url)
const COLLECTOR = new URL('./collector.ts', import.meta.url)

const TOKEN = 'only-for-the-benchmark'

interface Bench {
  readonly database: Database
  readonly variables: Readonly<Record<string, string>>
  readonly folder: string
  readonly options: Options
}

interface Subject {
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
}

/** A server that has been observed, and an equal one that is not, on the same page in turn. */
export async function benchObservability(bench: Bench): Promise<ModeResult[]> {
  const collector = await startServer(COLLECTOR, {}, bench.folder)
  const traced = (ratio: string): Subject['variables'] => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  })
  const subjects: Subject[] = [
    { name: 'nothing more: the noise', variables: {} },
    { name: 'metrics, read each second', variables: { METRICS_TOKEN: TOKEN } },
    { name: 'traces, none sampled', variables: traced('0') },
    { name: 'traces, 1% sampled', variables: traced('0.01') },
    { name: 'traces, all sampled', variables: traced('1') },
  ]
  try {
    const results: ModeResult[] = []
    for (const [page, more] of PAGES) {
      for (const subject of subjects) results.push(...(await compareWithBare(page, more, subject, bench)))
    }
    return results
  } finally {
    await collector.stop()
  }
}

/** The article page read from the database, and from the cache. */
const PAGES = [
  ['article page', UNCACHED],
  ['cached article page', {}],
] as const

async function compareWithBare(
  page: string,
  more: Readonly<Record<string, string>>,
  { name, variables }: Subject,
  bench: Bench,
): Promise<ModeResult[]> {
  const given = { ...bench.variables, ...more, LOG_LEVEL: 'warn' }
  const bare = await startServer(COPYDESK, given, bench.folder)
  const observed = await startServer(COPYDESK, { ...given, ...variables }, bench.folder)
  const scraping = variables.METRICS_TOKEN === undefined ? null : scrape(observed)
  try {
    const samples = await articleSamples(bench.database)
    const onPage = ({ origin, pid }: ServerProcess) => {
      const { list } = getRequests(origin, pageOf('articlePage'), samples)
      return (connections: number, seconds: number) => load(list, { origin, pid, connections, seconds })
    }
    const against = `${page}, ${name}, against a server without`
    return await compareOn('observability', against, observed, bench.options, onPage(observed), onPage(bare))
  } finally {
    await scraping?.end()
    await observed.stop()
    await bare.stop()
  }
}

const SCRAPE_MS = 1000

/** As Prometheus does, more often than is usual. Whether it is under load or not. */
function scrape({ origin }: ServerProcess): { end(): Promise<void> } {
  let fault: Error | null = null
  let scraping: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    scraping = readMetrics(origin).catch((error: Error) => {
      fault = error
    })
  }, SCRAPE_MS)
  return {
    async end() {
      clearInterval(timer)
      await scraping
      if (fault) throw fault
    },
  }
}

async function readMetrics(origin: string): Promise<void> {
  const response = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  const text = await response.text()
  if (!text.includes('copydesk_http_requests_total')) throw new Error(`/metrics answered with ${response.status}`)
}
