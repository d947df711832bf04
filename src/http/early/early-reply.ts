import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import type { Env } from '../../config/env.ts'
import type { SentText } from '../compression/compression.ts'
import { answeredSpans } from '../monitoring/request-spans.ts'
import { requestIdOf } from '../request/request-id.ts'
import { type Answered, logAnswered, type OnAnswered } from '../request-log.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { corsHeaders } from './cors.ts'

/** A request that has just arrived. */
export interface Arrived {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly ip: string
  /** By performance.now() */
  readonly at: number
}

export interface EarlyReply {
  readonly status: number
  /** Names and values in turn, in addition to those of every answer */
  readonly headers: readonly string[]
  readonly body?: string | Buffer
  /** Null if it was no request to GraphQL */
  readonly call?: Answered['call']
  readonly errorCodes?: readonly string[]
}

/** Why a request is not looked into; null: it may be */
export type EarlyRefusal = (request: IncomingMessage, ip: string) => EarlyReply | null

/** What is said of a body. @param type the media type */
export function contentHeaders({ body, encoding }: SentText, type: string): string[] {
  return [
    ...(encoding ? ['content-encoding', encoding] : []),
    ...['content-type', type, 'content-length', String(Buffer.byteLength(body))],
  ]
}

export type SendEarly = (arrived: Arrived, reply: EarlyReply) => void

const CLOSE = ['connection', 'close']

/** What is answered early, but for refusals */
const ROUTE = /^(\/graphql|\/healthz)(?:\?|$)/

interface Sending {
  readonly log: FastifyBaseLogger
  readonly onAnswered?: OnAnswered | undefined
  /** Whether each answer has to end its connection */
  readonly isClosing: () => boolean
}

/** Sends an answer at once, by one write, and writes its line to the log. */
export function earlySender(
  { corsOrigins, requestTimeoutMs, publicUrl }: Pick<Env, 'corsOrigins' | 'requestTimeoutMs' | 'publicUrl'>,
  { log, onAnswered = () => {}, isClosing }: Sending,
): SendEarly {
  const always = [...Object.entries(SECURITY_HEADERS), ...corsHeaders(corsOrigins)].flat()
  const traced = answeredSpans(publicUrl)
  return ({ request, response, ip, at }, { status, headers, body, call = null, errorCodes = [] }) => {
    const { method = '', url = '', socket } = request
    const requestId = requestIdOf(request)
    const ending = isClosing() ? CLOSE : []
    response.writeHead(status, ['x-request-id', requestId, ...always, ...headers, ...ending]).end(body)
    // A client that does not read its answer, see connections/connections.ts
    if (socket instanceof Socket && socket.writableLength > 0) socket.setTimeout(requestTimeoutMs)
    const notes = { errorCodes: new Set(errorCodes) }
    const route = ROUTE.exec(url)?.[1] ?? null
    const trace = traced?.(request, at, { method, route, status, call, errorCodes: notes.errorCodes })
    const answered = { requestId, method, url, ip, call, notes, trace, status, ms: performance.now() - at }
    logAnswered(log, answered)
    onAnswered({ ...answered, route })
  }
}
