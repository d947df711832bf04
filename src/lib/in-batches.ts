/** The items in their order, at most so many at a time. */
export function* inBatches<Item>(items: readonly Item[], most: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += most) yield items.slice(start, start + most)
}
