import type { Span } from '@opentelemetry/api'
import type { RequestNotes } from './log/notes.ts'
import type { RequestTurn } from './rate/rate-hooks.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Of a request that was looked into before Fastify, which may get it all the same */
    begun?: Begun
  }
}

/** What Fastify must not do again. */
export interface Begun {
  readonly requestId: string
  /** Null where nothing is recorded */
  readonly span: Span | null
  readonly notes: RequestNotes
  /** Headers that say what is left of the client's rate */
  left: Readonly<Record<string, string>>
  /** Whether the request has had its turn of the event loop */
  hadTurn: boolean
  /** Null if its rate is not limited, or it did not come to an operation */
  turn: RequestTurn | null
  /** Gives up the place of its operation, if Fastify's route did not: a hook may have refused the request */
  end: () => void
}
