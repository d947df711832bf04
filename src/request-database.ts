import type { FastifyRequest } from 'fastify'
import type { Env } from './config/env.ts'
import { type Database, within } from './database/database.ts'
import { Admission } from './database/pool/admission.ts'
import { Budget } from './database/pool/budget.ts'
import { sizesOf } from './database/pool/shares.ts'
import type { Replicas } from './database/replicas/replicas.ts'
import { whenClientIsGone } from './http/client-gone.ts'

/** A save whose client is gone may still be finished if that is soon: somebody may have closed the window just after sending it. */
const SAVE_AFTER_GONE_MS = 2000

/** What is called when an operation needs the database no more. */
export type Done = () => void

export interface RequestDatabase {
  readonly database: Database
  /** For what every reader may see. Who has a token reads what they have just written, from the primary */
  readonly published: Pick<Database, 'query'>
  /** Called before an operation with this cost runs. @throws GraphQLError UNAVAILABLE if it would wait too long for a connection */
  readonly admit: (cost: number) => Done
}

/**
 * The database as one request may use it: the connections for readers or, for requests with a token, those for the desk, and no longer than the
 * request's budget allows. What nobody waits for is cancelled.
 */
export function requestDatabase(
  database: Database,
  {
    readTimeoutMs,
    deskTimeoutMs,
    poolSize,
    limits,
    replicaUrls,
  }: Pick<Env, 'readTimeoutMs' | 'deskTimeoutMs' | 'poolSize' | 'limits' | 'replicaUrls'>,
  replicas?: Replicas,
): (
  request: Pick<FastifyRequest, 'headers' | 'clientGone'>,
  options?: { readonly asReader?: boolean },
) => RequestDatabase {
  const maxBytes = limits.answerBytes
  // The embedded database has one connection for all, and no queue that anything is known of.
  const servers = Math.max(1, replicaUrls.length)
  const admission = database.engine === 'postgresql' ? new Admission(servers * sizesOf(poolSize).readers) : null

  function admitReader(budget: Budget, cost: number): Done {
    if (!admission) return () => {}
    const { lane, leave } = admission.enter(cost)
    budget.lane = lane
    return () => leave(budget.heldMs)
  }

  return (request, { asReader = false } = {}) => {
    const isDesk = !asReader && request.headers.authorization !== undefined
    const budget = isDesk
      ? new Budget({ ms: deskTimeoutMs, afterGoneMs: SAVE_AFTER_GONE_MS, maxBytes })
      : new Budget({ ms: readTimeoutMs, maxBytes })
    whenClientIsGone(request, () => budget.clientIsGone())
    const asked = within(database, isDesk ? 'desk' : 'readers', budget)
    return {
      database: asked,
      published: isDesk || !replicas ? asked : replicas.within(budget),
      admit: (cost) => (isDesk ? () => {} : admitReader(budget, cost)),
    }
  }
}

/** The database for what is read once for many who listen, as a reader or for the desk. */
export function listenersDatabase(
  database: Database,
  { readTimeoutMs, deskTimeoutMs, limits }: Pick<Env, 'readTimeoutMs' | 'deskTimeoutMs' | 'limits'>,
  replicas?: Replicas,
): (isDesk: boolean) => Pick<RequestDatabase, 'database' | 'published'> {
  return (isDesk) => {
    const budget = new Budget({ ms: isDesk ? deskTimeoutMs : readTimeoutMs, maxBytes: limits.answerBytes })
    const asked = within(database, isDesk ? 'desk' : 'readers', budget)
    return { database: asked, published: isDesk || !replicas ? asked : replicas.within(budget) }
  }
}
