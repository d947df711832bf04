import { Unavailable } from '../../errors/unavailable.ts'

export interface Patience {
  /** How long one waits while no place becomes free */
  readonly stuckMs: number
  /** How long one waits while others before it get places */
  readonly movingMs: number
}

interface Waiter {
  readonly since: number
  readonly enter: () => void
  readonly giveUp: () => void
  timer: NodeJS.Timeout
}

/** Lets so many in at a time; the others wait in a queue, but not for long: a client that is refused early can send its request again. */
export class Gate {
  readonly #patience: Patience
  /** In the order in which they came */
  readonly #waiting = new Set<Waiter>()
  #free: number
  #movedAt = 0

  constructor(places: number, patience: Patience) {
    this.#free = places
    this.#patience = patience
  }

  /** @throws Unavailable when it takes too long. Who is in calls `leave` once. */
  async enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => this.#wait(resolve, () => reject(tooBusy())))
  }

  leave(): void {
    this.#movedAt = performance.now()
    const [next] = this.#waiting
    if (!next) {
      this.#free += 1
      return
    }
    this.#drop(next)
    next.enter()
  }

  #wait(enter: () => void, giveUp: () => void): void {
    const look = () => this.#look(waiter)
    const waiter: Waiter = { since: performance.now(), enter, giveUp, timer: setTimeout(look, this.#patience.stuckMs) }
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

function tooBusy(): Unavailable {
  return new Unavailable(
    'The server has too many requests to the database at the moment. Send the same request again a little later.',
  )
}
