import type { StoredRow, Subject } from './subject.ts'

/** What a call made of something that has a version, or found, where nothing was to be changed. */
export interface Made {
  readonly id: string
  readonly version: number
  /** As the call left it */
  readonly row: StoredRow
}

/** What every payload says of it: the same at every repetition of the call, except `currentVersion`. */
export interface Versions {
  readonly version: number
  /** When the answer is given: another has gone on where it is greater (repeated-call.ts) */
  readonly currentVersion: number
}

/** The thing as the call left it, and not as others may have made it since. */
export const asMade = ({ id, row }: Made): Subject => ({ id, row })

export const versionsOf = ({ version }: Made): Versions => ({ version, currentVersion: version })
