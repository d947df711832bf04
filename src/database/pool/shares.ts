import { placeOnServer } from '../../tracing/statement-span.ts'
import type { PreparedMode } from '../prepared/prepared-mode.ts'
import { Budget } from './budget.ts'
import { requestCancel } from './cancel-request.ts'
import type { Patience } from './gate.ts'
import type { Cancel } from './lease.ts'
import { type SessionNeeds, sessionOf } from './session-config.ts'
import { Share } from './share.ts'

/** What connections are reserved for. `control` is for /readyz and for cancelling statements. */
export type Use = 'readers' | 'desk' | 'clock' | 'control'

/** Through which connections something is sent, and how much time it has. */
export interface Route {
  readonly use: Use
  readonly budget?: Budget | undefined
}

export type Shares = Readonly<Record<Use, Share>>

/** Of the servers, in milliseconds; scripts have their own patience. */
export interface StatementLimits {
  readonly readersMs: number
  readonly deskMs: number
}

interface Limit {
  /** The server of the database ends a statement after this */
  readonly statementMs: number
  /** And one that waits for a row that another transaction has, after this; 0: no sooner */
  readonly lockMs: number
  readonly patience: Patience
}

/** For scripts, the clock and background work: nobody waits for an answer. */
const PATIENT: Limit = { statementMs: 30_000, lockMs: 0, patience: { stuckMs: 10_000, movingMs: 30_000 } }

const CONTROL: Limit = { statementMs: 2000, lockMs: 0, patience: { stuckMs: 1000, movingMs: 1000 } }

function limitsOf(limits: StatementLimits | null): Readonly<Record<Use, Limit>> {
  if (!limits) return { readers: PATIENT, desk: PATIENT, clock: PATIENT, control: CONTROL }
  return {
    readers: { statementMs: limits.readersMs, lockMs: 0, patience: { stuckMs: 400, movingMs: 500 } },
    desk: { statementMs: limits.deskMs, lockMs: 2000, patience: { stuckMs: 400, movingMs: 4000 } },
    clock: PATIENT,
    control: CONTROL,
  }
}

/** The whole pool divided, at least one for each. */
export function sizesOf(poolSize: number): Readonly<Record<Use, number>> {
  const control = 1
  const clock = poolSize < 8 ? 1 : 2
  const desk = Math.max(1, Math.round(poolSize * 0.3))
  return { control, clock, desk, readers: Math.max(1, poolSize - control - clock - desk) }
}

/** The server has this long to confirm that it cancels a statement. */
const CANCEL_MS = 1000

/** When even a cancel finds no server, statements without an answer for this long have lost their connections. */
const LOST_AFTER_MS = 2000

/** For the answer to arrive that the server's own limit makes. */
const ON_THE_WAY_MS = 2000

export interface SharesOptions {
  readonly url: string
  readonly needs: SessionNeeds
  readonly prepared: PreparedMode
  readonly poolSize: number
  /** Null: those for scripts */
  readonly limits: StatementLimits | null
  /** Until `limitWaits`, statements wait for a connection as long as those of scripts */
  readonly isStarting?: boolean | undefined
}

export function openShares({
  url,
  needs,
  prepared,
  poolSize,
  limits: given,
  isStarting = false,
}: SharesOptions): Shares {
  const sizes = sizesOf(poolSize)
  const limits = limitsOf(given)
  const open = (use: Use, cancel: Cancel | null): Share => {
    const { statementMs, lockMs } = limits[use]
    const patience = isStarting && use !== 'control' ? PATIENT.patience : limits[use].patience
    const session = sessionOf(url, needs, { statementMs, lockMs })
    // Never closed for being idle: control must be there when no other can be opened.
    const staysOpen = use === 'control'
    const leaseMs = statementMs + ON_THE_WAY_MS
    const place = placeOnServer(url, use)
    return new Share({ session, prepared, place, size: sizes[use], patience, leaseMs, cancel, staysOpen })
  }

  const control = open('control', null)
  const suspectAll = () => {
    for (const share of Object.values(shares)) share.suspect(LOST_AFTER_MS)
  }
  const cancel = needs.inTransactions ? cancelThroughPooler(suspectAll) : cancelDirectly(control, suspectAll)
  const shares = {
    control,
    readers: open('readers', cancel),
    desk: open('desk', cancel),
    clock: open('clock', cancel),
  }
  return shares
}

/** From now on, statements wait for a connection as long as these limits say. */
export function limitWaits(shares: Shares, given: StatementLimits | null): void {
  const limits = limitsOf(given)
  shares.readers.patience = limits.readers.patience
  shares.desk.patience = limits.desk.patience
}

function cancelDirectly(control: Share, onLost: () => void): Cancel {
  return async ({ processID }) => {
    try {
      const budget = new Budget({ ms: CANCEL_MS })
      await control.query({ text: 'SELECT pg_cancel_backend($1)', parameters: [processID] }, budget)
      return true
    } catch {
      onLost()
      return false
    }
  }
}

/** What the pooler says late of the request would be taken for the answer to the next statement. */
function cancelThroughPooler(onLost: () => void): Cancel {
  return async (client) => {
    if (!(await requestCancel(client, CANCEL_MS))) onLost()
    return false
  }
}
