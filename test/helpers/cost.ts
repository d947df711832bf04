import { expect } from 'vitest'

// What a test says of speed: how much more one piece of work costs than another that is measured beside it. A limit in seconds would say more
// of the machine, and of what else it does at that moment.

const ROUNDS = 7

/** In microseconds */
const LEAST_COST = 2_000

/** Processor time of this process: other processes take none of it. */
function costOf(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return user + system
}

/** How often to do a work so that the processor's clock tells its cost: it counts in microseconds, and is read in less. */
function repeatsOf(work: () => void): number {
  for (let repeats = 1; ; repeats *= 2) if (costOf(repeated(work, repeats)) >= LEAST_COST) return repeats
}

const repeated = (work: () => void, repeats: number) => () => {
  for (let done = 0; done < repeats; done++) work()
}

/**
 * Expects the large work to cost at most so many times what the small one does. The least of several rounds is what counts: to collect garbage or to
 * compile adds to the cost of a round, and nothing takes from it.
 */
export function expectCostWithin(times: number, small: () => void, large: () => void): void {
  const repeats = repeatsOf(small)
  const [base, cost] = [repeated(small, repeats), repeated(large, repeats)]
  const rounds = Array.from({ length: ROUNDS }, () => ({ base: costOf(base), cost: costOf(cost) }))
  const ratio = Math.min(...rounds.map((round) => round.cost)) / Math.min(...rounds.map((round) => round.base))

  expect(ratio, 'how many times the small work the large one costs').toBeLessThanOrEqual(times)
}
