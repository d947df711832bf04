import type { PoolClient } from 'pg'
import type { Budget, Interruptible } from './budget.ts'

/** After this time without effect, a cancelled statement loses its connection. */
const GRACE_MS = 500

/** Cancels what a connection runs; whether the connection can be used again after that. */
export type Cancel = (client: PoolClient) => Promise<boolean>

export interface LeaseOptions {
  readonly client: PoolClient
  readonly budget: Budget
  /** Null: the connection is closed instead */
  readonly cancel: Cancel | null
  /** The connection is free again, or closed. */
  readonly onEnd: (isUsable: boolean) => void
}

/**
 * A connection while one statement or one transaction has it. It ends by `client.release`, as users of a pool end it, and goes back only when nothing
 * of it can reach the next user.
 */
export class Lease implements Interruptible {
  readonly since = performance.now()
  readonly #options: LeaseOptions
  readonly #release: PoolClient['release']
  #cancelling: Promise<boolean> | undefined
  #grace: NodeJS.Timeout | undefined
  #isDestroyed = false

  constructor(options: LeaseOptions) {
    const { client, budget } = options
    this.#options = options
    this.#release = client.release
    client.release = (fault) => this.#end(fault)
    budget.begin(this)
  }

  interrupt(isAtOnce: boolean): void {
    const { client, cancel } = this.#options
    if (isAtOnce || !cancel) this.destroy()
    else if (!this.#cancelling) {
      this.#cancelling = cancel(client)
      this.#grace = setTimeout(() => this.destroy(), GRACE_MS)
    }
  }

  /** The statement that runs fails at once, and its connection is gone. */
  destroy(): void {
    this.#isDestroyed = true
    this.#options.client.connection.stream.destroy()
  }

  #end(fault?: Error | boolean): void {
    this.#options.budget.end(this)
    clearTimeout(this.#grace)
    if (this.#isDestroyed) this.#giveBack(true)
    // A cancel that is under way would hit the next statement.
    else if (this.#cancelling) void this.#cancelling.then((isUsable) => this.#giveBack(isUsable ? fault : true))
    else this.#giveBack(fault)
  }

  #giveBack(fault?: Error | boolean): void {
    this.#options.onEnd(!fault)
    this.#release(fault)
  }
}
