import type { Options } from '../options.ts'
import { aligned } from '../report.ts'
import type { PeerResult } from './measure-all.ts'

/** For people. */
export function peerTable(results: readonly PeerResult[], { articles, connections, rounds, seconds }: Options): string {
  const heads = ['page', 'server', 'requests/s', 'p50 ms', 'p99 ms', 'Copydesk is', 'range']
  const rows = results.map(({ page, name, requestsPerSecond, p50ms, p99ms, copydeskRatio, range }) => [
    page,
    name,
    requestsPerSecond.toFixed(requestsPerSecond < 10 ? 1 : 0),
    p50ms.toFixed(1),
    p99ms.toFixed(1),
    name === 'copydesk' ? '' : `${copydeskRatio.toFixed(2)} times`,
    name === 'copydesk' ? '' : range.map((ratio) => ratio.toFixed(2)).join('-'),
  ])
  const what = `${articles} articles, ${connections} connections; medians of ${rounds} rounds of ${seconds} s on each server`
  return `${what}\n\n${aligned(heads, rows)}`
}
