/** Thrown by a check that found nothing to check: it has not failed, and it has not passed. */
export class Skipped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Skipped'
  }
}

/** The things that a check is about. @throws Skipped where there are none */
export function some<T>(things: readonly T[], what: string): readonly T[] {
  if (things.length === 0) throw new Skipped(`found no ${what}`)
  return things
}
