import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import type { ChangeStream } from '../../live/change-stream.ts'
import type { LiveConnection, NewConnection } from './live-connection.ts'
import type { CheckedOperation, SentOperation } from './live-operation.ts'
import type { LivePlaces } from './live-places.ts'

/** What the WebSockets and the HTTP streams have in common. */
export interface TransportOptions {
  readonly places: LivePlaces
  readonly newConnection: (of: NewConnection) => LiveConnection
  /** Sets `pass`. @throws GraphQLError */
  readonly signIn: (connection: LiveConnection, authorization: string | undefined) => Promise<void>
  /** @throws GraphQLError, RefusedOperation */
  readonly subscribe: (connection: LiveConnection, sent: SentOperation) => Promise<StartedOperation>
  readonly present: (connection: LiveConnection, errors: readonly GraphQLError[]) => GraphQLFormattedError[]
  readonly opened: (connection: LiveConnection) => void
  readonly closed: (connection: LiveConnection, code: number) => void
}

/** A running operation. */
export interface StartedOperation {
  readonly operation: CheckedOperation
  readonly stream: ChangeStream
}
