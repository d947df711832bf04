import type { FastifyBaseLogger } from 'fastify'
import type { Pass } from '../../identity/authenticate.ts'
import type { EndOfRights } from '../../live/rights.ts'
import type { Call } from '../call.ts'

/** How a client is connected. */
export type Transport = 'websocket' | 'sse' | 'multipart'

/** A client that is connected for longer than a request. */
export interface LiveConnection {
  readonly transport: Transport
  readonly ip: string
  readonly call: Call
  readonly log: FastifyBaseLogger
  readonly openedAt: number
  /** Null for a reader, and before the client has signed in */
  pass: Pass | null
  /** Ends it: the client gets the waiting results, and then the reason */
  end(why: EndOfConnection): void
}

/** What a transport knows about a new connection. */
export interface NewConnection extends Pick<LiveConnection, 'transport' | 'ip' | 'end'> {
  readonly requestId: string
}

/** Why the server ends a connection. */
export type EndOfConnection = EndOfRights | 'STOPPING' | 'TOO_OLD' | 'SLOW' | 'TOO_MANY' | 'FAULT'

interface End {
  /** Of the WebSocket. graphql-ws connects again after 1001, 1013 and 4403, and not after 4401 */
  readonly code: number
  readonly reason: string
}

/** The close codes and reasons that clients get. docs/live-updates.md has this table, and a test compares them. */
export const ENDS: Readonly<Record<EndOfConnection, End>> = {
  STOPPING: { code: 1001, reason: 'The server stops. Connect again.' },
  TOO_OLD: { code: 1001, reason: 'The connection has lasted as long as it may. Connect again.' },
  SLOW: { code: 1013, reason: 'The client does not read what it gets. Connect again.' },
  TOO_MANY: { code: 1013, reason: 'Too many connections. Try again later.' },
  FAULT: { code: 1011, reason: 'Internal server error.' },
  REVOKED: { code: 4401, reason: 'This access token has been revoked.' },
  SUSPENDED: { code: 4401, reason: 'This account is suspended.' },
  EXPIRED: { code: 4403, reason: 'This access token has expired. Connect with a new one.' },
  ROLE_CHANGED: { code: 4403, reason: 'The role of this account has changed. Connect again.' },
}

/** How long a client has, after the end was sent, to read it or to close the connection itself. */
export const CLOSING_MS = 2000
