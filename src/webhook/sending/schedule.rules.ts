const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** After each attempt that failed, how long the next one waits: as Standard Webhooks recommends. The first attempt is made at once. */
export const PAUSES_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const

/** What failed together is not tried again together: each pause is longer by up to so much of itself. */
const JITTER = 0.1

/** A receiver that asks for more waits no longer than the longest pause. */
export const LONGEST_WAIT_MS = 24 * HOUR

/** Null after the last attempt. @param tries attempts until now, from 1 */
export function pauseAfterTry(tries: number, random: () => number = Math.random): number | null {
  const pause = PAUSES_MS[tries - 1]
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * random()))
}

/** A webhook is disabled when no attempt has succeeded for so long. */
export const FAILING_DAYS = 5
