import { type Load, median } from './load.ts'

/** What was measured of two servers in one round, one directly after the other. */
export interface Round {
  ours: Load
  other: Load
}

/** How one server compares with another: by requests a second, medians of the rounds. */
export interface Compared {
  ratio: number
  /** The lowest and the highest of the rounds */
  range: readonly [number, number]
  ours: Load
  other: Load
}

type LoadOnce = () => Promise<Load>

/** One round, the servers in turn: whatever else the machine does meets both. */
export async function oneRound(ours: LoadOnce, other: LoadOnce, isOursFirst: boolean): Promise<Round> {
  if (isOursFirst) {
    const first = await ours()
    return { ours: first, other: await other() }
  }
  const first = await other()
  return { ours: await ours(), other: first }
}

export async function inTurn(ours: LoadOnce, other: LoadOnce, rounds: number): Promise<Compared> {
  const done: Round[] = []
  for (let round = 0; round < rounds; round += 1) done.push(await oneRound(ours, other, round % 2 === 0))
  return compared(done)
}

export function compared(rounds: readonly Round[]): Compared {
  const ratios = rounds.map(({ ours, other }) => ours.requestsPerSecond / other.requestsPerSecond)
  return {
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
    ours: medians(rounds.map(({ ours }) => ours)),
    other: medians(rounds.map(({ other }) => other)),
  }
}

function medians(loads: readonly Load[]): Load {
  return {
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    refused: median(loads.map(({ refused }) => refused)),
    p50ms: median(loads.map(({ p50ms }) => p50ms)),
    p99ms: median(loads.map(({ p99ms }) => p99ms)),
    kilobytes: median(loads.map(({ kilobytes }) => kilobytes)),
    cpuMs: median(loads.map(({ cpuMs }) => cpuMs)),
  }
}
