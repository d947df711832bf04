import { Unavailable } from '../../errors/unavailable.ts'

/** A heavy statement can take only some of the places, so that there is always one that becomes free soon. */
export type Lane = 'light' | 'heavy'

export interface Patience {
  /** How long one waits while no place becomes free */
  readonly stuckMs: number
  /** How long one waits while others before it get places */
  readonly movingMs: number
}

/** How many places there are, how many are taken, and how many wait for one. */
export interface Occupancy {
  readonly size: number
  readonly busy: number
  readonly waiting: number
}

interface Waiter {
  readonly lane: Lane
  readonly since: number
  readonly enter: () => void
  readonly giveUp: () => void
  timer: NodeJS.Timeout
}

/** Half of all: as much for what is heavy as stays for what is light. */
export function heavyPlaces(places: number): number {
  return Math.max(1, Math.floor(places / 2))
}

/** Lets so many in at a time; the others wait in a queue, but not for long: a client that is refused early can send its request again. */
export class Gate {
  #patience: Patience
  readonly #places: number
  /** In the order in which they came */
  readonly #waiting = new Set<Waiter>()
  #free: number
  #freeForHeavy: number
  #movedAt = 0

  constructor(places: number, patience: Patience) {
    this.#places = places
    this.#free = places
    this.#freeForHeavy = heavyPlaces(places)
    this.#patience = patience
  }

  /** @throws Unavailable when it takes too long. Who is in calls `leave` once, with the same lane. */
  async enter(lane: Lane = 'light'): Promise<void> {
    if (this.hasRoom(lane)) this.#take(lane)
    else
      await new Promise<void>((resolve, reject) => this.#wait(lane, resolve, () => reject(new Unavailable(TOO_BUSY))))
  }

  get occupancy(): Occupancy {
    return { size: this.#places, busy: this.#places - this.#free, waiting: this.#waiting.size }
  }

  /** For those who come from now on. */
  set patience(patience: Patience) {
    this.#patience = patience
  }

  /** Whether one who enters does not have to wait. */
  hasRoom(lane: Lane): boolean {
    return this.#free > 0 && (lane === 'light' || this.#freeForHeavy > 0)
  }

  leave(lane: Lane = 'light'): void {
    this.#movedAt = performance.now()
    this.#free += 1
    if (lane === 'heavy') this.#freeForHeavy += 1
    for (const waiter of this.#waiting) {
      if (this.#free === 0) return
      if (!this.hasRoom(waiter.lane)) continue
      this.#drop(waiter)
      this.#take(waiter.lane)
      waiter.enter()
    }
  }

  #take(lane: Lane): void {
    this.#free -= 1
    if (lane === 'heavy') this.#freeForHeavy -= 1
  }

  #wait(lane: Lane, enter: () => void, giveUp: () => void): void {
    const look = () => this.#look(waiter)
    const timer = setTimeout(look, this.#patience.stuckMs)
    const waiter: Waiter = { lane, since: performance.now(), enter, giveUp, timer }
    this.#waiting.add(waiter)
  }

  /** Gives up, or looks again when it will be time. */
  #look(waiter: Waiter): void {
    const { stuckMs, movingMs } = this.#patience
    const until = Math.min(this.#movedAt + stuckMs, waiter.since + movingMs)
    const leftMs = until - performance.now()
    if (leftMs > 0) {
      waiter.timer = setTimeout(() => this.#look(waiter), leftMs)
      return
    }
    this.#drop(waiter)
    waiter.giveUp()
  }

  #drop(waiter: Waiter): void {
    clearTimeout(waiter.timer)
    this.#waiting.delete(waiter)
  }
}

/** The message for a client that cannot have a connection soon. */
export const TOO_BUSY =
  'The server has too many requests to the database at the moment. Send the same request again a little later.'
