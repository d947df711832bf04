import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import { handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { badRequest, codeOf } from '../../errors/errors.ts'
import { propertyOf } from '../../lib/property.ts'
import { checkJson, type JsonLimits } from '../../limits/json-size.ts'
import { ChangeStream } from '../../live/change-stream.ts'
import { requestIdOf } from '../request/request-id.ts'
import { asGraphQLError } from './as-graphql-error.ts'
import { CLOSING_MS, ENDS, type EndOfConnection, type LiveConnection } from './live-connection.ts'
import { RefusedOperation, type SentOperation } from './live-operation.ts'
import type { LivePlace } from './live-places.ts'
import type { TransportOptions } from './transport-options.ts'

export interface WebSocketOptions extends TransportOptions {
  readonly ipOf: (request: IncomingMessage) => string
  /** Of one message, in bytes */
  readonly messageBytes: number
  readonly json: JsonLimits
  /** Operations of one connection at a time */
  readonly operations: number
  /** Why this request may not become a connection; null if it may */
  readonly refuse: (request: IncomingMessage, ip: string) => UpgradeRefusal | null
}

export interface UpgradeRefusal {
  readonly status: 403 | 429 | 503
  readonly retryAfterSeconds?: number
}

const CLOSED_NORMALLY = 1000

/** For the first message of a client. */
const INIT_MS = 3000

interface Extra {
  readonly connection: LiveConnection
  readonly request: IncomingMessage
  readonly place: LivePlace
}

const STATUS_TEXT = { 403: 'Forbidden', 429: 'Too Many Requests', 503: 'Service Unavailable' } as const

/** Serves GraphQL over WebSocket, by the protocol graphql-transport-ws. */
export function webSockets(options: WebSocketOptions) {
  const { places, ipOf, refuse, newConnection, present } = options
  // Compression takes memory for each connection, and its lengths can reveal secrets.
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: options.messageBytes,
    perMessageDeflate: false,
    handleProtocols,
  })
  const alive = new Map<WebSocket, boolean>()

  const server = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: INIT_MS,

    async onConnect({ connectionParams, extra }) {
      const { connection, request, place } = extra
      try {
        await options.signIn(connection, authorizationIn(connectionParams) ?? request.headers.authorization)
      } catch (error) {
        endWith(extra, error)
        return false
      }
      if (place.admit(connection.pass?.viewer.id ?? null)) return true
      connection.end('TOO_MANY')
      return false
    },

    async onSubscribe({ extra, subscriptions }, _id, payload): Promise<ExecutionArgs | readonly GraphQLError[]> {
      try {
        if (Object.keys(subscriptions).length > options.operations) throw tooManyOperations(options.operations)
        const { operation, stream } = await options.subscribe(extra.connection, sentIn(payload))
        const { schema, document, name } = operation
        return { schema, document, operationName: name, contextValue: { stream } }
      } catch (error) {
        if (error instanceof RefusedOperation) return error.errors
        return [asGraphQLError(error)]
      }
    },

    subscribe: ({ contextValue }: ExecutionArgs) => streamIn(contextValue),
    onError: ({ extra }, _id, _payload, errors) => present(extra.connection, errors.map(ownError)),
    onNext({ extra }, _id, _payload, _args, result) {
      if (!result.errors) return undefined
      return { ...result, errors: present(extra.connection, result.errors) }
    },
  })

  function endWith({ connection }: Pick<Extra, 'connection'>, error: unknown): void {
    const [shown] = present(connection, [asGraphQLError(error)])
    const code = codeOf(error)
    const known = code === 'UNAUTHENTICATED' || code === 'FORBIDDEN'
    closers.get(connection)?.(known ? 4401 : code === 'INTERNAL_SERVER_ERROR' ? 1011 : 1013, shown?.message ?? '')
  }

  const closers = new WeakMap<LiveConnection, (code: number, reason: string) => void>()

  function opened(socket: WebSocket, request: IncomingMessage, ip: string, place: LivePlace): void {
    const close = (code: number, reason: string): void => {
      socket.close(code, shortReason(reason))
      setTimeout(() => socket.terminate(), CLOSING_MS).unref()
    }
    const connection = newConnection({
      ...{ transport: 'websocket', ip, requestId: requestIdOf(request) },
      end: (why: EndOfConnection) => close(ENDS[why].code, ENDS[why].reason),
    })
    closers.set(connection, close)
    alive.set(socket, true)
    socket.on('pong', () => alive.set(socket, true))
    // A message that is malformed or too large ends the connection, with a code of ws.
    socket.on('error', (err) => connection.log.debug({ err }, 'a WebSocket failed'))
    options.opened(connection)
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) resolve()
            else socket.send(text, (error) => (error ? reject(error) : resolve()))
          }),
        close: (code = CLOSED_NORMALLY, reason = '') => close(code, reason),
        onMessage: (take) => {
          socket.on('message', (data) => {
            received(data, take).catch((err: unknown) => {
              if (socket.readyState === socket.OPEN) connection.log.error({ err }, 'internal error')
              connection.end('FAULT')
            })
          })
        },
      },
      { connection, request, place },
    )
    socket.once('close', (code, reason) => {
      alive.delete(socket)
      place.leave()
      options.closed(connection, code)
      void Promise.resolve(closed(code, String(reason))).catch(() => {})
    })

    async function received(data: WebSocket.RawData, take: (text: string) => Promise<void>): Promise<void> {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(String(data))
      try {
        checkJson(bytes, options.json)
      } catch {
        close(4400, 'The message is nested too deep, or has too many values.')
        return
      }
      await take(bytes.toString())
    }
  }

  return {
    /** Turns an upgrade request into a connection. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy())
      const ip = ipOf(request)
      const refusal = refuse(request, ip)
      const place = refusal ? null : places.take(ip)
      if (refusal) refuseUpgrade(socket, refusal)
      else if (place === 'FULL') refuseUpgrade(socket, { status: 503, retryAfterSeconds: 10 })
      else if (place === 'TOO_MANY') refuseUpgrade(socket, { status: 429, retryAfterSeconds: 10 })
      else if (place) {
        // ws itself answers requests without a valid handshake.
        let isOpen = false
        socket.once('close', () => {
          if (!isOpen) place.leave()
        })
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          isOpen = true
          opened(webSocket, request, ip, place)
        })
      }
    },

    /** Ends connections whose clients are gone without having closed them. */
    ping(): void {
      for (const [socket, isAlive] of [...alive]) {
        if (!isAlive) socket.terminate()
        else if (socket.readyState === socket.OPEN) {
          alive.set(socket, false)
          socket.ping()
        }
      }
    },

    terminate(): void {
      for (const socket of alive.keys()) socket.terminate()
      sockets.close()
    },
  }
}

/** graphql-ws passes on what it does not know. */
function sentIn(payload: object): SentOperation {
  return { ...payload }
}

function streamIn(context: unknown): ChangeStream {
  const stream = propertyOf(context, 'stream')
  if (!(stream instanceof ChangeStream)) throw new Error('an operation that was not started')
  return stream
}

/** graphql-ws wraps what a stream throws. */
function ownError(error: GraphQLError): GraphQLError {
  return error.originalError instanceof GraphQLError ? error.originalError : error
}

function tooManyOperations(most: number): GraphQLError {
  return badRequest(`A connection can have up to ${most} subscriptions at a time. End one, or open another connection.`)
}

/** Of clients that cannot set headers, such as browsers. */
function authorizationIn(parameters: unknown): string | undefined {
  const given = propertyOf(parameters, 'authorization') ?? propertyOf(parameters, 'Authorization')
  return typeof given === 'string' ? given : undefined
}

/** A close frame holds 123 bytes. */
function shortReason(reason: string): string {
  return Buffer.byteLength(reason) < 124
    ? reason
    : `${Buffer.from(reason)
        .subarray(0, 100)
        .toString()
        .replace(/\uFFFD+$/, '')}…`
}

function refuseUpgrade(socket: Duplex, { status, retryAfterSeconds }: UpgradeRefusal): void {
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`,
    () => socket.destroy(),
  )
}
