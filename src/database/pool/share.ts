import type { Pool, PoolClient, QueryConfig } from 'pg'
import { Unavailable } from '../../errors/unavailable.ts'
import { inStatementSpan, inWaitSpan, type StatementPlace } from '../../tracing/statement-span.ts'
import { isTraced } from '../../tracing/tracing.ts'
import { codesOf } from '../faults/driver-error.ts'
import { isOutdatedPlan } from '../faults/outdated-plan.ts'
import { AWAY, whyUnavailable, whyUnavailableAgain } from '../faults/unavailable.ts'
import { limitPreparedStatements } from '../prepared/limit-prepared.ts'
import type { PreparedMode } from '../prepared/prepared-mode.ts'
import { MAX_PREPARED_TEXT } from '../prepared/statement-names.ts'
import { Budget } from './budget.ts'
import { isFaultOfStatement } from './fault-of-statement.ts'
import { Gate, type Occupancy, type Patience } from './gate.ts'
import { type Cancel, Lease } from './lease.ts'
import { openPool } from './open-pool.ts'
import type { Session } from './session-config.ts'
import type { Statement } from './statement.ts'

const DEADLOCK = '40P01'

export interface ShareOptions {
  readonly session: Session
  readonly prepared: PreparedMode
  /** For the spans of statements */
  readonly place: StatementPlace
  /** Connections at most */
  readonly size: number
  readonly patience: Patience
  /** What one lease may take that belongs to no request */
  readonly leaseMs: number
  readonly cancel: Cancel | null
  /** Idle connections are not closed. */
  readonly staysOpen?: boolean
}

/** A connection that was used this short a time ago is taken to be alive. */
const TRUST_MS = 3000

/** For one that was not. No answer within this time, in milliseconds, means that it is gone. */
const PING = { text: '', query_timeout: 1000 }

/** Connections that are reserved for one use, so that no other use can take them. */
export class Share {
  readonly #options: ShareOptions
  readonly #pool: Pool
  readonly #gate: Gate
  readonly #leases = new Set<Lease>()
  readonly #seen = new WeakMap<PoolClient, number>()
  #suspectedAt = Number.NEGATIVE_INFINITY

  constructor(options: ShareOptions) {
    this.#options = options
    this.#gate = new Gate(options.size, options.patience)
    this.#pool = openPool(options.session, { max: options.size, ...(options.staysOpen && { idleTimeoutMillis: 0 }) })
    this.#pool.on('connect', limitPreparedStatements)
  }

  /**
   * A connection, until its `release` is called.
   * @throws Unavailable
   */
  lease(budget: Budget = new Budget({ ms: this.#options.leaseMs })): Promise<PoolClient> {
    return isTraced() && !this.#isAtHand(budget)
      ? inWaitSpan(this.#options.place, () => this.#lease(budget))
      : this.#lease(budget)
  }

  /** How long others wait for a connection from now on */
  set patience(patience: Patience) {
    this.#gate.patience = patience
  }

  get occupancy(): Occupancy {
    return this.#gate.occupancy
  }

  get place(): StatementPlace {
    return this.#options.place
  }

  /** Runs one statement in a transaction of its own. */
  async query<Row extends object>(statement: Statement, budget?: Budget): Promise<Row[]> {
    const { prepared } = this.#options
    const { name, ...unnamed } = statement
    const isPrepared = name !== undefined && prepared.isOn && statement.text.length <= MAX_PREPARED_TEXT
    try {
      return await this.#run<Row>(isPrepared ? statement : unnamed, budget)
    } catch (error) {
      if (budget?.fault) throw budget.fault
      // A deadlock has undone the statement, and the other session goes on.
      if (isOutdatedPlan(error) || codesOf(error).includes(DEADLOCK)) return await this.#again<Row>(unnamed, budget)
      if (!isPrepared || !prepared.lost(error)) throw whyUnavailable(error)
      return await this.query<Row>(unnamed, budget)
    }
  }

  /** Without its name: other connections may have the outdated plan too. */
  async #again<Row extends object>(unnamed: Statement, budget?: Budget): Promise<Row[]> {
    try {
      return await this.#run<Row>(unnamed, budget)
    } catch (error) {
      throw budget?.fault ?? whyUnavailableAgain(error)
    }
  }

  /**
   * The network may have lost connections without a word: each is asked before its next use, and those that have waited for an answer this long are
   * closed.
   */
  suspect(olderThanMs: number): void {
    this.#suspectedAt = performance.now()
    for (const lease of this.#leases) if (this.#suspectedAt - lease.since > olderThanMs) lease.destroy()
  }

  /** Waits for what runs. */
  close(): Promise<void> {
    return this.#pool.end()
  }

  async #lease(budget: Budget): Promise<PoolClient> {
    budget.check()
    const { lane } = budget
    await this.#gate.enter(lane)
    try {
      const client = await this.#connect()
      this.#open(client, budget)
      return client
    } catch (cause) {
      this.#gate.leave(lane)
      throw cause instanceof Unavailable ? cause : new Unavailable(AWAY, { cause })
    }
  }

  /** Whether there is an open connection that nobody uses or waits for. */
  #isAtHand({ lane }: Budget): boolean {
    return this.#gate.hasRoom(lane) && this.#pool.idleCount > 0
  }

  async #run<Row extends object>({ parameters, ...statement }: Statement, budget?: Budget): Promise<Row[]> {
    const client = await this.lease(budget)
    const { stream } = client.connection
    const count = (chunk: Buffer) => budget?.receive(chunk.length)
    stream.on('data', count)
    try {
      const config = { ...statement, values: [...parameters] }
      const rows = isTraced()
        ? await inStatementSpan(this.#options.place, statement.text, () => rowsOf<Row>(client, config))
        : await rowsOf<Row>(client, config)
      client.release()
      return rows
    } catch (error) {
      client.release(!isFaultOfStatement(error))
      throw error
    } finally {
      stream.off('data', count)
    }
  }

  #open(client: PoolClient, budget: Budget): void {
    const { cancel } = this.#options
    const { lane } = budget
    const lease = new Lease({
      client,
      budget,
      cancel,
      onEnd: (isUsable) => {
        this.#leases.delete(lease)
        if (isUsable) this.#seen.set(client, performance.now())
        // After the pool has it back.
        queueMicrotask(() => this.#gate.leave(lane))
      },
    })
    this.#leases.add(lease)
  }

  /** One that is alive: a network that is gone says nothing, and a statement that is sent then would use up its whole time. */
  async #connect(): Promise<PoolClient> {
    for (;;) {
      const client = await this.#pool.connect()
      if (this.#isTrusted(client) || (await answers(client))) return client
      client.connection.stream.destroy()
      client.release(true)
    }
  }

  #isTrusted(client: PoolClient): boolean {
    const seen = this.#seen.get(client)
    return seen === undefined || (seen > this.#suspectedAt && performance.now() - seen < TRUST_MS)
  }
}

/**
 * With a callback, because results of pg's own promises outlive their requests: V8 moves each of them to the old generation, which takes half of
 * the time of a garbage collection.
 */
function rowsOf<Row extends object>(client: PoolClient, config: QueryConfig): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    void client.query<Row>(config, (error: Error | null, result) => (error ? reject(error) : resolve(result.rows)))
  })
}

async function answers(client: PoolClient): Promise<boolean> {
  try {
    await client.query(PING)
    return true
  } catch {
    return false
  }
}
