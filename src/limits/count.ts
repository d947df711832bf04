/** The values of an operation's variables, as they were sent. */
export type Variables = Readonly<Record<string, unknown>>

/** A number where nothing depends on variables, as with most operations of a front-end. */
export type Count = number | ((variables: Variables) => number)

export function resolved(count: Count, variables: Variables): number {
  return typeof count === 'number' ? count : count(variables)
}

/** Items, and what is in each of them. */
export function product(items: Count, inEach: Count): Count {
  if (typeof items === 'number' && typeof inEach === 'number') return bounded(items * (1 + inEach))
  return (variables) => bounded(resolved(items, variables) * (1 + resolved(inEach, variables)))
}

export function sum(counts: readonly Count[]): Count {
  const known = bounded(counts.filter((count) => typeof count === 'number').reduce((total, count) => total + count, 0))
  const open = counts.filter((count) => typeof count !== 'number')
  if (open.length === 0) return known
  return (variables) => bounded(open.reduce((total, count) => total + count(variables), known))
}

/** JSON has no word for infinity. */
function bounded(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER)
}
