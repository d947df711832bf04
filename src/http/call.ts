import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyBaseLogger } from 'fastify'
import type { OperationTypeNode } from 'graphql'
import type { Dependencies } from './caching/public-answer.ts'
import type { RequestNotes } from './log/notes.ts'
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
  notes: RequestNotes
  /** Null if its rate is not limited */
  turn: RequestTurn | null
  /** Whether everybody may have the answer, and caches between; otherwise it is only for this request */
  isPublic: boolean
  /** What the answer depends on, if it may be cached for other readers */
  dependencies: Dependencies | null
  /** Whether it came from the cache; `miss`: it was offered to it; `bypass`: it may not be cached */
  cache: 'hit' | 'miss' | 'bypass' | null
  /** Called once, when the operation has ended */
  done: () => void
}

export type CurrentCall = AsyncLocalStorage<Call>

export function currentCall(): CurrentCall {
  return new AsyncLocalStorage<Call>()
}
