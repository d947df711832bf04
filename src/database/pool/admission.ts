import { unavailable } from '../../errors/errors.ts'
import { heavyPlaces, type Lane, TOO_BUSY } from './gate.ts'

/** Operations up to this cost (docs/cost.md) are light: the pages of a site, but no searches and no long lists with filters. */
const MAX_LIGHT_COST = 1000

/** Who would wait longer for the first connection is refused at once. A search may wait longer than a page. */
const MAX_WAIT_MS: Readonly<Record<Lane, number>> = { light: 300, heavy: 250 }

/** How long the operations of a lane need connections, before any was observed, in milliseconds */
const FIRST_GUESS_MS: Readonly<Record<Lane, number>> = { light: 15, heavy: 50 }

/** How much one operation changes what is expected of the next. */
const WEIGHT_OF_LAST = 0.1

/** One for all: under load, to record where an error comes from takes longer than to refuse. */
const REFUSAL = unavailable(TOO_BUSY)

/** An operation that may use connections. */
export interface Admitted {
  readonly lane: Lane
  /** It needs no more connections. Once. @param heldMs how long it had some, all of them added up */
  leave(heldMs: number): void
}

interface Running {
  count: number
  /** The times at which they came, added up */
  cameAt: number
  /** How long one operation has connections, on average of the last */
  meanMs: number
}

/**
 * Decides at once, before an operation sends its first statement, whether it would have to wait too long for a connection: from the operations that are
 * under way, and from how long the last ones took. A refusal that comes after a wait helps nobody, and those that wait make all others wait.
 */
export class Admission {
  readonly #places: number
  readonly #forHeavy: number
  readonly #running: Readonly<Record<Lane, Running>>
  readonly #now: () => number

  /** @param places connections */
  constructor(places: number, now: () => number = () => performance.now()) {
    this.#places = places
    this.#forHeavy = heavyPlaces(places)
    this.#now = now
    const none = (meanMs: number): Running => ({ count: 0, cameAt: 0, meanMs })
    this.#running = { light: none(FIRST_GUESS_MS.light), heavy: none(FIRST_GUESS_MS.heavy) }
  }

  /** @throws GraphQLError UNAVAILABLE */
  enter(cost: number): Admitted {
    const lane = cost > MAX_LIGHT_COST ? 'heavy' : 'light'
    if (this.#waitMs(lane) > MAX_WAIT_MS[lane]) throw REFUSAL
    const running = this.#running[lane]
    const cameAt = this.#now()
    running.count += 1
    running.cameAt += cameAt
    return {
      lane,
      leave: (heldMs) => {
        running.count -= 1
        running.cameAt -= cameAt
        running.meanMs += WEIGHT_OF_LAST * (heldMs - running.meanMs)
      },
    }
  }

  /** Until a place is free for one more, if each of those before it takes as long as the last ones, or as long as those that run have taken already. */
  #waitMs(lane: Lane): number {
    const { count, cameAt, meanMs } = this.#running[lane]
    const places = this.#placesOf(lane)
    if (count < places) return 0
    const meanAge = this.#now() - cameAt / count
    return ((count - places + 1) * Math.max(meanMs, meanAge)) / places
  }

  #placesOf(lane: Lane): number {
    if (lane === 'heavy') return this.#forHeavy
    return Math.max(1, this.#places - Math.min(this.#forHeavy, this.#running.heavy.count))
  }
}
