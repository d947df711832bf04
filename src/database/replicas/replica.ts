import { Unavailable } from '../../errors/unavailable.ts'
import { codesOf } from '../faults/driver-error.ts'
import { closeAll, openSuitable } from '../open-suitable.ts'
import type { Budget } from '../pool/budget.ts'
import type { Shares, SharesOptions } from '../pool/shares.ts'
import type { Statement } from '../pool/statement.ts'
import type { LogPosition } from './log-position.ts'

export type ReplicaState = 'used' | 'behind' | 'unavailable'

interface Progress {
  readonly isStandby: boolean
  readonly replayed: LogPosition | null
  readonly cluster: string
}

const PROGRESS = `SELECT pg_is_in_recovery() AS "isStandby", (pg_last_wal_replay_lsn() - '0/0')::bigint AS replayed,
  (SELECT system_identifier::text FROM pg_control_system()) AS cluster`

/** A read that is in the way of what must be replayed is cancelled; the next one can be in order. */
const CONFLICTS = new Set(['40001', '40P01', '57014'])

/** One standby server: what it has replayed, and whether it answers. */
export class Replica {
  /** For the log, without a password */
  readonly name: string
  readonly #options: Omit<SharesOptions, 'needs'>
  #shares: Shares | null = null
  #asking: Promise<void> | undefined
  #fault: string | null = 'it was not asked yet'
  #replayed: LogPosition = 0

  constructor(options: Omit<SharesOptions, 'needs'>) {
    this.#options = options
    const { host, pathname } = new URL(options.url)
    this.name = `${host}${pathname}`
  }

  /** Null: it answers */
  get fault(): string | null {
    return this.#fault
  }

  /** Grows. */
  get replayed(): LogPosition {
    return this.#replayed
  }

  /** Asks how far it is; who asks at the same time gets the same answer. Never throws: `fault` has what is wrong. */
  ask(cluster: string | null): Promise<void> {
    this.#asking ??= this.#ask(cluster).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  /** @throws what the replica or the way to it says */
  async query<Row extends object>(statement: Statement, budget?: Budget): Promise<Row[]> {
    if (!this.#shares) throw new Unavailable('The replica is not connected.')
    try {
      return await this.#shares.readers.query<Row>(statement, budget)
    } catch (error) {
      const isGone = !isConflict(error) && error instanceof Unavailable && error.cause !== undefined
      if (isGone) this.#fault = reasonOf(error)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#asking
    if (this.#shares) await closeAll(this.#shares)
    this.#shares = null
  }

  async #ask(cluster: string | null): Promise<void> {
    try {
      this.#shares ??= (await openSuitable(this.#options, 'replica')).shares
      const [progress] = await this.#shares.control.query<Progress>({ text: PROGRESS, parameters: [] })
      this.#fault = progress ? faultOf(progress, cluster) : 'it gave no answer'
      this.#replayed = progress?.replayed ?? 0
    } catch (error) {
      this.#fault = reasonOf(error)
    }
  }
}

function isConflict(error: unknown): boolean {
  return codesOf(error).some((code) => CONFLICTS.has(code))
}

function faultOf({ isStandby, cluster }: Progress, primary: string | null): string | null {
  if (primary !== null && cluster !== primary) return 'it is a standby of another PostgreSQL than that of DATABASE_URL'
  return isStandby ? null : 'it is not a standby'
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Unavailable ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
