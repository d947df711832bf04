import type { Random } from '../draw/random.ts'

/** Draws from 0 up to `count`, the k-th in proportion to 1 / (k + 1) ** exponent: a few are everywhere, most are rare (Zipf). */
export function popularity(count: number, exponent: number): (random: Random) => number {
  const sums = new Float64Array(count)
  let sum = 0
  for (let k = 0; k < count; k++) {
    sum += 1 / (k + 1) ** exponent
    sums[k] = sum
  }
  return (random) => firstAbove(sums, random() * sum)
}

function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
