/**
 * The places of a longest run of rising numbers, each further than the one before, in O(n log n). Of several such runs always the same one.
 * M. L. Fredman, On computing the length of longest increasing subsequences, Discrete Mathematics 11 (1975), 29-35.
 */
export function longestIncreasing(numbers: readonly number[]): number[] {
  // By length less one: the place where a rising run of that length can end lowest.
  const ends: number[] = []
  const previous: number[] = []
  for (const [place, value] of numbers.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (valueAt(numbers, ends[middle]) < value) low = middle + 1
      else high = middle
    }
    previous.push(low > 0 ? (ends[low - 1] ?? -1) : -1)
    ends[low] = place
  }
  const run: number[] = []
  for (let place = ends.at(-1) ?? -1; place >= 0; place = previous[place] ?? -1) run.push(place)
  return run.reverse()
}

function valueAt(numbers: readonly number[], place: number | undefined): number {
  return place === undefined ? Number.NEGATIVE_INFINITY : (numbers[place] ?? Number.NEGATIVE_INFINITY)
}
