import type { FastifyRequest } from 'fastify'
import type { Env } from './config/env.ts'
import { type Database, within } from './database/database.ts'
import { Budget } from './database/pool/budget.ts'
import { whenClientIsGone } from './http/client-gone.ts'

/** A save whose client is gone may still be finished if that is soon: somebody may have closed the window just after sending it. */
const SAVE_AFTER_GONE_MS = 2000

/**
 * The database as one request may use it: the connections for readers or, for requests with a token, those for the desk, and no longer than the
 * request's budget allows. What nobody waits for is cancelled.
 */
export function requestDatabase(
  database: Database,
  { readTimeoutMs, deskTimeoutMs }: Pick<Env, 'readTimeoutMs' | 'deskTimeoutMs'>,
): (request: FastifyRequest) => Database {
  return (request) => {
    const isDesk = request.headers.authorization !== undefined
    const budget = isDesk
      ? new Budget({ ms: deskTimeoutMs, afterGoneMs: SAVE_AFTER_GONE_MS })
      : new Budget({ ms: readTimeoutMs })
    whenClientIsGone(request, () => budget.clientIsGone())
    return within(database, isDesk ? 'desk' : 'readers', budget)
  }
}
