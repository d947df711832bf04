import type { load } from '../load.ts'
import { WARM_UP_SECONDS } from '../measure.ts'
import type { Options } from '../options.ts'
import { megabytesOf, type ServerProcess } from '../processes.ts'
import { inTurn } from '../rounds.ts'
import type { ModeName, ModeResult } from './modes.ts'

export type LoadOn = (connections: number, seconds: number) => ReturnType<typeof load>

/** Two kinds of load in turn, with each number of connections. */
export async function compareOn(
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
      otherCpuMs: loads.other.cpuMs,
      hits: null,
      megabytes: megabytesOf(copydesk),
    })
  }
  return results
}
