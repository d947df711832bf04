import type { GraphQLError } from 'graphql'
import { answerTooLarge } from '../../errors/errors.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import { TOO_SLOW } from '../faults/unavailable.ts'
import type { Lane } from './gate.ts'

/** What can be stopped on the server of the database. */
export interface Interruptible {
  /** @param isAtOnce whether nothing more of its result may arrive */
  interrupt(isAtOnce: boolean): void
}

export interface BudgetOptions {
  /** The time of the database for all statements of a request, in milliseconds. What happens between them, e.g. to an uploaded image, is not counted. */
  readonly ms: number
  /** How much of it is left once nobody waits for the answer */
  readonly afterGoneMs?: number
  /** What the database may give for an answer, in bytes; no limit if absent */
  readonly maxBytes?: number
}

/** How much time the database may spend on one request. When it is spent, what still runs is cancelled. */
export class Budget {
  /** In which its statements wait for connections */
  lane: Lane = 'light'
  /** How long its statements had connections, added up, in milliseconds */
  heldMs = 0
  /** With the times at which they began */
  readonly #running = new Map<Interruptible, number>()
  readonly #afterGoneMs: number
  #leftMs: number
  #since = 0
  #timer: NodeJS.Timeout | undefined
  readonly #maxBytes: number
  #bytes = 0
  #isOver = false
  #fault: GraphQLError | null = null

  constructor({ ms, afterGoneMs = 0, maxBytes = Number.POSITIVE_INFINITY }: BudgetOptions) {
    this.#leftMs = ms
    this.#afterGoneMs = afterGoneMs
    this.#maxBytes = maxBytes
  }

  /** Why no more is read for this request, if it is another reason than time */
  get fault(): GraphQLError | null {
    return this.#fault
  }

  /** @throws Unavailable when nothing is left. @throws GraphQLError ANSWER_TOO_LARGE */
  check(): void {
    if (this.#fault) throw this.#fault
    if (this.#isOver) throw new Unavailable(TOO_SLOW)
  }

  /** What runs from now on, until `end`. */
  begin(running: Interruptible): void {
    this.#running.set(running, performance.now())
    if (this.#running.size === 1) this.#start()
  }

  end(running: Interruptible): void {
    const since = this.#running.get(running)
    if (since === undefined) return
    this.#running.delete(running)
    this.heldMs += performance.now() - since
    if (this.#running.size === 0) this.#stop()
  }

  /** So much more has come from the database. */
  receive(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= this.#maxBytes || this.#fault) return
    this.#fault = answerTooLarge(this.#maxBytes)
    this.#finish(true)
  }

  /** The client has closed the connection. */
  clientIsGone(): void {
    if (this.#isOver) return
    if (this.#running.size > 0) this.#stop()
    this.#leftMs = Math.min(this.#leftMs, this.#afterGoneMs)
    if (this.#leftMs <= 0) this.#finish()
    else if (this.#running.size > 0) this.#start()
  }

  #start(): void {
    this.#since = performance.now()
    this.#timer = setTimeout(() => this.#finish(), Math.max(0, this.#leftMs))
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#leftMs -= performance.now() - this.#since
    if (this.#leftMs <= 0) this.#isOver = true
  }

  #finish(isAtOnce = false): void {
    this.#isOver = true
    for (const running of this.#running.keys()) running.interrupt(isAtOnce)
  }
}
