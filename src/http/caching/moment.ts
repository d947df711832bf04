/** A moment of performance.now() as a date; null if it is never. */
export function dateOf(moment: number): Date | null {
  return moment === Number.POSITIVE_INFINITY ? null : new Date(Date.now() + moment - performance.now())
}
