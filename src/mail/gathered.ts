/**
 * One call for many: what comes while a call runs waits for the next call, which gets it all.
 * @returns what to call with each item. It resolves, or rejects, as the call that had the item
 */
export function gathered<Item>(work: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  let next: { readonly items: Item[]; readonly done: Promise<void> } | null = null

  function begin() {
    const items: Item[] = []
    const done = last.then(() => {
      next = null
      return work(items)
    })
    last = done.catch(() => undefined)
    return { items, done }
  }

  return (item) => {
    next ??= begin()
    next.items.push(item)
    return next.done
  }
}
