/** How far the write-ahead log goes, in bytes from its beginning. */
export type LogPosition = number

/** A sample of the primary's log, and when it was taken. */
interface Sample {
  readonly position: LogPosition
  readonly at: number
}

/** By how much time replicas are behind. The primary's log is sampled, so that a primary where nothing happens makes no lag. */
export class LagMeter {
  #samples: Sample[] = []

  /** @param at when it was asked for, in milliseconds */
  sample(position: LogPosition, at: number): void {
    const last = this.#samples.at(-1)
    if (last && position <= last.position) return
    this.#samples.push({ position, at })
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift()
  }

  /** For how long a replica that has replayed so much has been behind, in milliseconds. */
  lagOf(replayed: LogPosition, now: number): number {
    const missing = this.#samples.find(({ position }) => position > replayed)
    return missing ? now - missing.at : 0
  }
}

/** Of a minute. What is behind for longer is not used anyway. */
const MOST_SAMPLES = 120
