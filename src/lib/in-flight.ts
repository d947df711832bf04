/**
 * Of those who want the same at the same time the first has it done, and all get it, or its failure. Nothing is remembered beyond that.
 * @returns what to call with a key and the work, which may also throw at once
 */
export function inFlight<Result>(): (key: string, work: () => Promise<Result>) => Promise<Result> {
  const begun = new Map<string, Promise<Result>>()
  return (key, work) => {
    const other = begun.get(key)
    if (other) return other
    const working = work().finally(() => begun.delete(key))
    begun.set(key, working)
    return working
  }
}
