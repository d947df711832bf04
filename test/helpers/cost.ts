import { expect } from 'vitest'

// What a test says of speed: how much more one piece of work costs than another that is measured beside it. A limit in seconds would say more
// of the machine, and of what else it does at that moment.

const ROUNDS = 5

/** Processor time of this process: other processes take none of it. */
function costOf(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return user + system
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/** Expects the large work to cost at most so many times what the small one does, by the medians of several rounds. */
export function expectCostWithin(times: number, small: () => void, large: () => void): void {
  // The first run compiles.
  small()
  const rounds = Array.from({ length: ROUNDS }, () => ({ small: costOf(small), large: costOf(large) }))
  const [base, cost] = [median(rounds.map((round) => round.small)), median(rounds.map((round) => round.large))]
  // Shorter than what the clock of the processor tells apart, it is no baseline.
  expect(base, 'the cost of the small work in microseconds').toBeGreaterThan(500)
  expect(cost / base, 'how many times the small work the large one costs').toBeLessThanOrEqual(times)
}
