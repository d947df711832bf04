import { type Load, load, median } from './load.ts'
import type { Options } from './options.ts'
import type { PageName } from './pages.ts'
import type { Requests } from './requests.ts'

export interface Measured {
  /** Our requests a second as a share of the ceiling's: the median of the rounds */
  ratioToCeiling: number
  /** The lowest and the highest of the rounds */
  ratioRange: readonly [number, number]
  /** SQL statements that one request sends */
  statements: number
  p50ms: number
  p99ms: number
  requestsPerSecond: number
  ceiling: Load
}

/** One page, to be asked of either server. */
export interface Subject {
  name: PageName
  copydesk: Requests
  ceiling: Requests
  statements: number
}

const WARM_UP_SECONDS = 2

interface Round {
  copydesk: Load
  ceiling: Load
}

/** Rounds over all pages, the two servers in turn, so that whatever else the machine does meets both. */
export async function measure(subjects: readonly Subject[], options: Options): Promise<Map<string, Measured>> {
  const { connections } = options
  for (const { copydesk, ceiling } of subjects) {
    for (const { origin, list } of [copydesk, ceiling])
      await load(list, { origin, connections, seconds: WARM_UP_SECONDS })
  }
  const rounds = new Map(subjects.map(({ name }): [string, Round[]] => [name, []]))
  for (let round = 0; round < options.rounds; round += 1) {
    for (const subject of subjects) rounds.get(subject.name)?.push(await oneRound(subject, options, round % 2 === 0))
  }
  return new Map(subjects.map(({ name, statements }) => [name, measured(rounds.get(name) ?? [], statements)]))
}

async function oneRound(subject: Subject, { connections, seconds }: Options, isCopydeskFirst: boolean): Promise<Round> {
  const loadOn = ({ origin, list }: Requests) => load(list, { origin, connections, seconds })
  if (isCopydeskFirst) {
    const copydesk = await loadOn(subject.copydesk)
    return { copydesk, ceiling: await loadOn(subject.ceiling) }
  }
  const ceiling = await loadOn(subject.ceiling)
  return { copydesk: await loadOn(subject.copydesk), ceiling }
}

function measured(rounds: readonly Round[], statements: number): Measured {
  const ratios = rounds.map(({ copydesk, ceiling }) => copydesk.requestsPerSecond / ceiling.requestsPerSecond)
  return {
    ratioToCeiling: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    statements,
    ...medians(rounds.map(({ copydesk }) => copydesk)),
    ceiling: medians(rounds.map(({ ceiling }) => ceiling)),
  }
}

function medians(loads: readonly Load[]): Load {
  return {
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50ms: median(loads.map(({ p50ms }) => p50ms)),
    p99ms: median(loads.map(({ p99ms }) => p99ms)),
  }
}
