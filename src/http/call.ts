import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { OperationTypeNode } from 'graphql'
import type { Dependencies } from '../reading/tags/dependencies.ts'
import type { LoggedViewer, RequestNotes } from './log/notes.ts'
import type { RequestTurn } from './rate/rate-hooks.ts'

/** What is known of the HTTP request that a piece of GraphQL work belongs to. Apollo hands neither its hooks nor formatError the request. */
export interface Call {
  requestId: string
  log: FastifyBaseLogger
  operation: string | null
  /** Null before it is known which operation runs */
  kind: OperationTypeNode | null
  /** Whether its document is among the known ones */
  isKnownDocument: boolean
  /** SQL statements sent */
  statements: number
  /** Null before it is known, and if it is not asked because the answer was cached */
  cost: number | null
  notes: RequestNotes
  /** Null if its rate is not limited */
  turn: RequestTurn | null
  /** Whether everybody may have the answer, and caches between; otherwise it is only for this request */
  isPublic: boolean
  /** What the answer depends on, if it may be cached for other readers */
  dependencies: Dependencies | null
  /** Whether it came from the cache; `miss`: it was offered to it; `bypass`: it may not be cached */
  cache: 'hit' | 'miss' | 'bypass' | null
  /** Resolves when the operation was charged and may run; null before that is asked */
  entered: Promise<void> | null
  /** Called once, when the operation has ended */
  done: () => void
}

export type CurrentCall = AsyncLocalStorage<Call>

export function currentCall(): CurrentCall {
  return new AsyncLocalStorage<Call>()
}

/** What is read of a request: of Fastify's, or of one that is answered before Fastify. */
export type Asking = Pick<FastifyRequest, 'method' | 'headers' | 'ip' | 'log' | 'notes' | 'clientGone'>

/** The call of a request that has not begun. */
export function newCall(request: Pick<Call, 'requestId' | 'log' | 'notes' | 'turn'>): Call {
  return {
    ...request,
    ...{ done: () => {}, operation: null, kind: null, isKnownDocument: false },
    ...{ statements: 0, cost: null, isPublic: false, dependencies: null, cache: null, entered: null },
  }
}

/** The call of a request that has not begun. */
export function callOf(request: FastifyRequest): Call {
  const { id: requestId, log, notes, turn = null } = request
  return newCall({ requestId, log, notes, turn })
}

/** What this layer needs of the context that resolvers get. */
export interface CountingContext {
  /** Null for a reader */
  viewer: LoggedViewer | null
  /** Called before the operation runs, with its cost; calls back when it has ended. @throws to refuse it */
  admit?: (cost: number) => () => void
  reader: {
    /** SQL statements sent */
    readonly statements: number
    /** Whether something was read that is not for everybody */
    readonly isPrivate: boolean
    /** Whether it must not be stored, because it shows all that was committed before */
    readonly isCurrent?: boolean
    /** What the response depends on; absent or null if that is not known */
    readonly dependencies?: Dependencies | null
  }
}
