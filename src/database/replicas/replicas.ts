import type { Database } from '../database.ts'
import type { Budget } from '../pool/budget.ts'
import type { StatementLimits } from '../pool/shares.ts'
import type { Statement } from '../pool/statement.ts'
import type { Prepared } from '../prepared/prepared-mode.ts'
import { PreparedMode } from '../prepared/prepared-mode.ts'
import { LagMeter, type LogPosition } from './log-position.ts'
import { Replica, type ReplicaState } from './replica.ts'

export interface ReplicasOptions {
  readonly urls: readonly string[]
  /** Connections to each at most; of these, readers have as many as of the primary's */
  readonly poolSize: number
  readonly limits: StatementLimits | null
  readonly prepared: Prepared
  /** Whether the process knows of the primary's changes, and so what replicas must have */
  readonly isCurrent: () => boolean
}

interface ReplicaLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** Standbys that answer what every reader may see. */
export interface Replicas {
  /** Runs a statement on a replica that has replayed everything that this process knows of; if none has, or it fails there, on the primary. */
  query<Row extends object>(statement: Statement, budget?: Budget): Promise<Row[]>
  /** The same for the statements of one request */
  within(budget: Budget): Pick<Database, 'query'>
  /** From now on readers must see what the primary's log has up to here. */
  heard(position: LogPosition): void
  /** In the order of their addresses */
  states(): ReplicaState[]
  start(log: ReplicaLog): Promise<void>
  close(): Promise<void>
}

/** How long a read waits for a replica that is only a little behind. */
const WAIT_MS = 50
const ASK_AGAIN_MS = 5

/** A replica that is further behind is not used, even for what it has. */
const MOST_LAG_MS = 5000

const WATCH_MS = 500

const PRIMARY_LOG = `SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint AS position,
  (SELECT system_identifier::text FROM pg_control_system()) AS cluster`

export function openReplicas(primary: Pick<Database, 'query'>, options: ReplicasOptions): Replicas {
  const { urls, poolSize, limits, prepared, isCurrent } = options
  let log: ReplicaLog | undefined
  const warn = (message: string) => log?.warn({}, message)
  const replicas = urls.map((url) => new Replica({ url, poolSize, limits, prepared: new PreparedMode(prepared, warn) }))
  const lag = new LagMeter()
  const told = new Map<Replica, ReplicaState>()
  const catchingUp = new Map<Replica, Promise<boolean>>()
  /** Replicas that did not catch up in time are not waited for until they have been seen again. */
  const tooSlow = new Set<Replica>()
  let known: LogPosition = Number.POSITIVE_INFINITY
  let cluster: string | null = null
  let next = 0
  let timer: NodeJS.Timeout | undefined
  let watching: Promise<void> = Promise.resolve()
  let isClosed = false

  const isLagging = (replica: Replica) => lag.lagOf(replica.replayed, performance.now()) > MOST_LAG_MS
  const mayServe = (replica: Replica) => replica.fault === null && !isLagging(replica)

  function stateOf(replica: Replica): ReplicaState {
    if (replica.fault !== null) return 'unavailable'
    return isLagging(replica) ? 'behind' : 'used'
  }

  async function watch(): Promise<void> {
    const at = performance.now()
    const [row] = await primary
      .query<{ position: LogPosition; cluster: string }>({ text: PRIMARY_LOG, parameters: [] }, { use: 'control' })
      .catch(() => [])
    if (row) {
      cluster = row.cluster
      lag.sample(row.position, at)
      if (known === Number.POSITIVE_INFINITY) known = row.position
    }
    await Promise.all(replicas.map((replica) => replica.ask(cluster)))
    tooSlow.clear()
    for (const replica of replicas) tell(replica)
  }

  function tell(replica: Replica): void {
    const state = stateOf(replica)
    const before = told.get(replica)
    if (state === before) return
    told.set(replica, state)
    const { name } = replica
    if (state === 'used') log?.info({ replica: name }, `the replica ${name} answers readers`)
    else if (state === 'behind')
      log?.warn(
        { replica: name },
        `the replica ${name} is more than ${MOST_LAG_MS / 1000} s behind: it is not used until it has caught up`,
      )
    else log?.warn({ replica: name }, `the replica ${name} is not used: ${replica.fault}`)
  }

  function repeat(): void {
    if (isClosed) return
    timer = setTimeout(() => {
      watching = watch().finally(repeat)
    }, WATCH_MS)
  }

  /** The next one, in turn, that has what it must have now or within the time that a read waits. */
  async function choose(): Promise<Replica | null> {
    if (!isCurrent()) return null
    const serving = replicas.filter(mayServe)
    const ready = serving.filter((replica) => replica.replayed >= known)
    const chosen = ready[next++ % Math.max(ready.length, 1)]
    if (chosen) return chosen
    for (const replica of serving.filter((candidate) => !tooSlow.has(candidate)))
      if (await catchesUp(replica)) return replica
    return null
  }

  function catchesUp(replica: Replica): Promise<boolean> {
    const waiting = catchingUp.get(replica) ?? waitFor(replica).finally(() => catchingUp.delete(replica))
    catchingUp.set(replica, waiting)
    return waiting
  }

  async function waitFor(replica: Replica): Promise<boolean> {
    const until = performance.now() + WAIT_MS
    while (performance.now() < until) {
      await Promise.race([
        replica.ask(cluster),
        new Promise((resolve) => setTimeout(resolve, until - performance.now())),
      ])
      if (!mayServe(replica)) return false
      if (replica.replayed >= known) return true
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
    tooSlow.add(replica)
    return false
  }

  async function query<Row extends object>(statement: Statement, budget?: Budget): Promise<Row[]> {
    const replica = await choose()
    if (replica) {
      try {
        return await replica.query<Row>(statement, budget)
      } catch {
        // The time of the request may be over: the primary is asked only within it.
        tell(replica)
      }
    }
    return primary.query<Row>(statement, { use: 'readers', budget })
  }

  return {
    query,
    within: (budget) => ({ query: (statement) => query(statement, budget) }),
    heard(position) {
      if (known !== Number.POSITIVE_INFINITY) known = Math.max(known, position)
    },
    states: () => replicas.map(stateOf),
    async start(given) {
      log = given
      await watch()
      repeat()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await watching
      await Promise.all(replicas.map((replica) => replica.close()))
    },
  }
}
