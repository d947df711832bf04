import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { badRequest, unavailable } from '../../errors/errors.ts'
import { propertyOf } from '../../lib/property.ts'
import { isRecord } from '../../lib/record.ts'
import type { ChangeStream } from '../../live/change-stream.ts'
import type { LiveAnswers } from '../graphql.ts'
import { rateLimited } from '../rate/rate-hooks.ts'
import { asGraphQLError } from './as-graphql-error.ts'
import { CLOSING_MS, ENDS, type EndOfConnection, type Transport } from './live-connection.ts'
import { type OperationChecks, RefusedOperation, type SentOperation } from './live-operation.ts'
import { type Framing, MULTIPART, SERVER_SENT_EVENTS } from './stream-framing.ts'
import type { TransportOptions } from './transport-options.ts'

export interface StreamOptions extends TransportOptions {
  readonly checks: OperationChecks
  readonly pingMs: number
  readonly isStopping: () => boolean
}

const RETRY_SECONDS = 10

const FRAMINGS: Readonly<Record<Exclude<Transport, 'websocket'>, Framing>> = {
  sse: SERVER_SENT_EVENTS,
  multipart: MULTIPART,
}

/** The error codes of transports without close codes. */
const CODES = {
  1001: 'UNAVAILABLE',
  1011: 'INTERNAL_SERVER_ERROR',
  1013: 'UNAVAILABLE',
  4401: 'UNAUTHENTICATED',
  4403: 'FORBIDDEN',
} as const

/** Answers subscriptions with long HTTP responses: Server-Sent Events, and Apollo's multipart protocol. */
export function liveStreams(options: StreamOptions): LiveAnswers {
  const { places, checks, newConnection, present } = options

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const transport = transportOf(request.headers.accept)
    if (!transport)
      throw badRequest(
        'A subscription is answered over WebSocket, or with Accept: text/event-stream, or with Accept: multipart/mixed;subscriptionSpec=1.0.',
      )
    if (options.isStopping()) throw unavailable('The server stops. Connect again.')
    const place = places.take(request.ip)
    if (place === 'FULL') throw unavailable('The server has as many connections as it can. Try again later.')
    if (place === 'TOO_MANY') throw rateLimited(RETRY_SECONDS)
    let writer: StreamWriter | null = null
    const connection = newConnection({
      ...{ transport, ip: request.ip, requestId: request.id },
      end: (why) => writer?.end(why),
    })
    options.opened(connection)
    let code = 1000
    try {
      await options.signIn(connection, request.headers.authorization)
      if (!place.admit(connection.pass?.viewer.id ?? null)) throw rateLimited(RETRY_SECONDS)
      const { stream } = await options.subscribe(connection, sentBy(request))
      reply.hijack()
      writer = new StreamWriter(reply, FRAMINGS[transport], stream, (errors) => present(connection, errors))
      code = await writer.run(options.pingMs)
      return reply
    } catch (error) {
      if (!(error instanceof RefusedOperation)) throw error
      const errors = present(connection, error.errors)
      return reply.code(400).send({ errors })
    } finally {
      place.leave()
      options.closed(connection, code)
    }
  }

  return {
    asks(request) {
      const { query, operationName } = sentBy(request)
      return typeof query === 'string' && checks.isSubscription(query, textOf(operationName))
    },
    answer,
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Null if the client accepts neither. */
function transportOf(accept = ''): Exclude<Transport, 'websocket'> | null {
  if (/\btext\/event-stream\b/i.test(accept)) return 'sse'
  return /\bmultipart\/mixed\b/i.test(accept) ? 'multipart' : null
}

/** By GET or POST. A document that was named by its hash has been inserted already (http/documents). */
function sentBy({ method, body, raw }: FastifyRequest): SentOperation {
  if (method === 'POST') {
    if (!isRecord(body)) return {}
    const { query, operationName, variables } = body
    return { query, operationName, variables }
  }
  const { url = '' } = raw
  const start = url.indexOf('?')
  const parameters = new URLSearchParams(start < 0 ? '' : url.slice(start))
  return {
    query: parameters.get('query') ?? undefined,
    operationName: parameters.get('operationName') ?? undefined,
    variables: parsed(parameters.get('variables')),
  }
}

/** Text that is not JSON is refused later, because it is not an object. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

/** Writes the results of a stream, as fast as the client reads them. */
class StreamWriter {
  readonly #response: ServerResponse
  readonly #framing: Framing
  readonly #stream: ChangeStream
  readonly #present: (errors: readonly GraphQLError[]) => GraphQLFormattedError[]
  #ended: EndOfConnection | null = null

  constructor(
    reply: FastifyReply,
    framing: Framing,
    stream: ChangeStream,
    present: (errors: readonly GraphQLError[]) => GraphQLFormattedError[],
  ) {
    this.#response = reply.raw
    this.#framing = framing
    this.#stream = stream
    this.#present = present
    const { socket } = this.#response
    socket?.setTimeout(0)
    socket?.setNoDelay(true)
    reply.raw.writeHead(200, { ...headersOf(reply), ...framing.headers })
    reply.raw.write(framing.start)
    this.#response.once('close', () => void stream.return())
  }

  /** @returns the close code */
  async run(pingMs: number): Promise<number> {
    const pings = setInterval(() => {
      if (this.#response.writableLength === 0) this.#response.write(this.#framing.ping)
    }, pingMs)
    try {
      for await (const result of this.#stream) await this.#write(this.#framing.next(this.#shown(result)))
    } catch (error) {
      await this.#write(this.#framing.next({ errors: this.#present([asGraphQLError(error)]) }))
    } finally {
      clearInterval(pings)
      this.#finish()
    }
    return this.#ended === null ? 1000 : ENDS[this.#ended].code
  }

  /** Sends the waiting results, and then the reason. */
  end(why: EndOfConnection): void {
    if (this.#ended !== null) return
    this.#ended = why
    const { code, reason } = ENDS[why]
    if (why === 'STOPPING' || why === 'TOO_OLD') this.#stream.complete()
    else this.#stream.fail(new GraphQLError(reason, { extensions: { code: propertyOf(CODES, String(code)) } }))
    setTimeout(() => this.#response.destroy(), CLOSING_MS).unref()
  }

  #shown({ data, errors }: ExecutionResult): object {
    return { ...(errors && { errors: this.#present(errors) }), data }
  }

  async #write(text: string): Promise<void> {
    const { destroyed } = this.#response
    if (destroyed || this.#response.write(text)) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#response.off('drain', done)
        this.#response.off('close', done)
        resolve()
      }
      this.#response.on('drain', done)
      this.#response.on('close', done)
    })
  }

  #finish(): void {
    if (!this.#response.destroyed) this.#response.end(this.#framing.end)
  }
}

/** The headers of all responses. */
function headersOf(reply: FastifyReply): Record<string, string | string[] | number | undefined> {
  const { 'content-type': _type, 'content-length': _length, ...others } = reply.getHeaders()
  return { ...others }
}
