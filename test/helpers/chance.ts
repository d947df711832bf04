/** Numbers from 0 to 1 that are the same again for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Chance = ReturnType<typeof chanceFrom>

/** Choices that are the same again for the same seed. */
export function chanceFrom(seed: number) {
  const random = randomFrom(seed)
  const below = (end: number) => Math.floor(random() * end)
  const chance = (likely: number) => random() < likely

  function one<T>(items: readonly T[]): T {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }

  /** As many as `most`, none twice, in any order. */
  function some<T>(items: readonly T[], most: number): T[] {
    const left = [...items]
    const count = Math.min(below(most + 1), left.length)
    return Array.from({ length: count }, () => left.splice(below(left.length), 1)).flat()
  }

  return { random, below, chance, one, some }
}
