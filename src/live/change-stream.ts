import type { ExecutionResult } from 'graphql'

interface Taker {
  resolve(result: IteratorResult<ExecutionResult, undefined>): void
  reject(error: unknown): void
}

/** The results of one subscription, in their order, until it ends. */
export class ChangeStream implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #waiting: ExecutionResult[] = []
  readonly #takers: Taker[] = []
  readonly #mostWaiting: number
  readonly #ended: () => void
  #state: 'OPEN' | 'ENDED' = 'OPEN'
  #failure: unknown = null

  /**
   * @param ended called once, when the client or the server ends it
   * @param mostWaiting how many results may wait for a client that does not read
   */
  constructor(ended: () => void, mostWaiting: number) {
    this.#ended = ended
    this.#mostWaiting = mostWaiting
  }

  get isOpen(): boolean {
    return this.#state === 'OPEN'
  }

  /** @returns false if there is no room: the client does not read */
  push(result: ExecutionResult): boolean {
    if (!this.isOpen) return true
    const taker = this.#takers.shift()
    if (taker) taker.resolve({ value: result, done: false })
    else if (this.#waiting.length >= this.#mostWaiting) return false
    else this.#waiting.push(result)
    return true
  }

  /** Ends with this error, after the waiting results. */
  fail(error: unknown): void {
    if (!this.isOpen) return
    this.#failure = error
    this.#close()
    const [first, ...others] = this.#takers.splice(0)
    if (!first) return
    this.#failure = null
    first.reject(error)
    for (const taker of others) taker.resolve({ value: undefined, done: true })
  }

  /** Ends after the waiting results. */
  complete(): void {
    if (!this.isOpen) return
    this.#close()
    for (const taker of this.#takers.splice(0)) taker.resolve({ value: undefined, done: true })
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    const value = this.#waiting.shift()
    if (value) return { value, done: false }
    if (this.isOpen) return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }))
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure
    return { value: undefined, done: true }
  }

  /** The client ends it. */
  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#waiting.length = 0
    this.#failure = null
    this.complete()
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #close(): void {
    this.#state = 'ENDED'
    this.#ended()
  }
}
