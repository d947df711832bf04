import { type Load, load } from './load.ts'
import type { Options } from './options.ts'
import type { PageName } from './pages.ts'
import type { Requests } from './requests.ts'
import { compared, oneRound, type Round } from './rounds.ts'

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
  refused: number
  ceiling: Load
}

/** One page, to be asked of either server. */
export interface Subject {
  name: PageName
  copydesk: Requests
  ceiling: Requests
  statements: number
}

export const WARM_UP_SECONDS = 2

/** Rounds over all pages, the two servers in turn. */
export async function measure(subjects: readonly Subject[], options: Options): Promise<Map<string, Measured>> {
  const { connections, seconds } = options
  const loadOn = ({ origin, list }: Requests) => load(list, { origin, connections, seconds })
  for (const { copydesk, ceiling } of subjects) {
    for (const { origin, list } of [copydesk, ceiling])
      await load(list, { origin, connections, seconds: WARM_UP_SECONDS })
  }
  const rounds = new Map(subjects.map(({ name }): [string, Round[]] => [name, []]))
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { name, copydesk, ceiling } of subjects) {
      const done = await oneRound(
        () => loadOn(copydesk),
        () => loadOn(ceiling),
        round % 2 === 0,
      )
      rounds.get(name)?.push(done)
    }
  }
  return new Map(subjects.map(({ name, statements }) => [name, measured(rounds.get(name) ?? [], statements)]))
}

function measured(rounds: readonly Round[], statements: number): Measured {
  const { ratio, range, ours, other } = compared(rounds)
  return { ratioToCeiling: ratio, ratioRange: range, statements, ...ours, ceiling: other }
}
