import { type Load, load, median } from '../load.ts'
import { WARM_UP_SECONDS } from '../measure.ts'
import type { Options } from '../options.ts'
import type { PageName } from '../pages.ts'
import type { ComparedPage } from './compared-pages.ts'
import { type Contestant, type ContestantName, requestsTo } from './contestants.ts'

/** One page on one server. */
export interface PeerResult {
  page: PageName
  name: ContestantName
  requestsPerSecond: number
  p50ms: number
  p99ms: number
  /** Copydesk's requests a second as a multiple of its own: the median of the rounds */
  copydeskRatio: number
  /** The lowest and the highest of the rounds */
  range: readonly [number, number]
}

/** Rounds over all pages, all servers in turn, each round from another one on. */
export async function measureAll(
  contestants: readonly Contestant[],
  pages: readonly ComparedPage[],
  { rounds, seconds, connections }: Options,
): Promise<PeerResult[]> {
  const loads = new Map<string, Load[]>()
  const loadOn = (contestant: Contestant, page: ComparedPage, forSeconds: number) => {
    const { origin, list } = requestsTo(contestant, page, page.samples)
    return load(list, { origin, connections, seconds: forSeconds })
  }
  for (const page of pages) for (const contestant of contestants) await loadOn(contestant, page, WARM_UP_SECONDS)
  for (let round = 0; round < rounds; round += 1) {
    const from = round % contestants.length
    const turn = [...contestants.slice(from), ...contestants.slice(0, from)]
    for (const page of pages) {
      for (const contestant of turn) {
        const key = keyOf(page, contestant)
        loads.set(key, [...(loads.get(key) ?? []), await loadOn(contestant, page, seconds)])
      }
    }
  }
  const copydesk = contestants.filter(({ name }) => name === 'copydesk')
  return pages.flatMap((page) => {
    const ours = copydesk.flatMap((contestant) => loads.get(keyOf(page, contestant)) ?? [])
    return contestants.map((contestant) => resultOf(page, contestant, loads.get(keyOf(page, contestant)) ?? [], ours))
  })
}

function keyOf({ page }: ComparedPage, { name }: Contestant): string {
  return `${page} ${name}`
}

function resultOf(
  { page }: ComparedPage,
  { name }: Contestant,
  loads: readonly Load[],
  ours: readonly Load[],
): PeerResult {
  const ratios = loads.map((each, round) => (ours[round]?.requestsPerSecond ?? Number.NaN) / each.requestsPerSecond)
  return {
    page,
    name,
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50ms: median(loads.map(({ p50ms }) => p50ms)),
    p99ms: median(loads.map(({ p99ms }) => p99ms)),
    copydeskRatio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  }
}
