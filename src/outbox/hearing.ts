/** Without having read the events for so long, it is not known what has changed. */
const MAX_SILENCE_MS = 1000

/** How far a process knows of changes. */
export class Hearing {
  /** It knows of everything that was committed before this moment, in milliseconds of performance.now() */
  heardAt = Number.NEGATIVE_INFINITY
  #mustHearAfter = Number.NEGATIVE_INFINITY

  /** Something was changed just now, and its events could not be read. */
  distrust(): void {
    this.#mustHearAfter = performance.now()
  }

  /** Whether what was read before, here or from a replica, may be served: it knows of every change, but those of other processes in the last second. */
  get isCurrent(): boolean {
    return performance.now() - this.heardAt <= MAX_SILENCE_MS && this.heardAt >= this.#mustHearAfter
  }
}
