import { isIP } from 'node:net'
import { type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import type { Call } from './call.ts'
import { cut } from './log/cut.ts'
import { codesIn, noteCodes, type RequestNotes } from './log/notes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set only by the GraphQL route */
    call: Call | null
    notes: RequestNotes
  }
}

const MAX_PATH = 500
const MAX_NAME = 100

/** Echoes the request id, and writes one line a request when its response is out. */
export function logRequests(fastify: FastifyInstance, onAnswered: OnAnswered = () => {}): void {
  fastify.decorateRequest('call', null)
  fastify.decorateRequest('notes')

  fastify.addHook('onRequest', (request, reply, done) => {
    request.notes = request.raw.begun?.notes ?? { errorCodes: new Set() }
    reply.header('x-request-id', request.id)
    done()
  })

  // Refusals before GraphQL are sent as objects; the codes of GraphQL's own responses are noted where these are made.
  fastify.addHook('preSerialization', async (request, _reply, body) => {
    noteCodes(request.notes, codesIn(body))
    return body
  })

  fastify.addHook('onResponse', async (request, reply) => {
    const { method, url, ip, call, notes, log, routeOptions, span } = request
    const trace = span?.spanContext()
    const answered = { method, url, ip, call, notes, trace, status: reply.statusCode, ms: reply.elapsedTime }
    logAnswered(log, answered)
    onAnswered({ ...answered, route: routeOptions.url ?? null })
  })
}

/** @param answered `route` is null where there is none at the address */
export type OnAnswered = (answered: Answered & { readonly route: string | null }) => void

/** A request that was answered. */
export interface Answered {
  readonly method: string
  readonly url: string
  readonly ip: string
  /** Null if it was none to GraphQL */
  readonly call: Pick<Call, 'operation' | 'kind' | 'isKnownDocument' | 'statements' | 'cost' | 'cache'> | null
  readonly notes: RequestNotes
  readonly status: number
  readonly ms: number
  /** The span of the request, if there is one */
  readonly trace?: SpanContext | undefined
  /** If the log does not have it already */
  readonly requestId?: string
}

/** One line for each request. */
export function logAnswered(log: Pick<FastifyBaseLogger, 'info' | 'debug'>, answered: Answered): void {
  const { status, ms, url, requestId, trace } = answered
  const line = {
    ...(requestId !== undefined && { requestId }),
    ...whatWasAsked(answered),
    status,
    ms: Math.round(ms * 10) / 10,
    ...whoAsked(answered),
    ...(trace && namesOf(trace)),
  }
  if (status < 400 && ROUTINE.test(url)) log.debug(line, 'request')
  else log.info(line, 'request')
}

/** As OpenTelemetry names them in logs. */
function namesOf({ traceId, spanId, traceFlags }: SpanContext): object {
  return { trace_id: traceId, span_id: spanId, trace_flags: (traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01' }
}

/** Of a request whose address cannot be read. */
export function logUnreadable({ method, url, ip, log }: FastifyRequest): void {
  const path = url.split('?', 1)[0] ?? ''
  log.info({ method, path: cut(path, MAX_PATH), status: 400, ...addressOf({ ip, url }) }, 'request')
}

/** Without the query string, which may have preview tokens among its variables. */
function whatWasAsked({ method, url, call }: Answered): object {
  const path = url.split('?', 1)[0] ?? ''
  return {
    method,
    path: cut(path, MAX_PATH),
    ...(call && {
      operation: call.operation && cut(call.operation, MAX_NAME),
      statements: call.statements,
      cache: call.cache ?? 'bypass',
    }),
  }
}

/** Nobody is to know who followed a short link. */
const ANONYMOUS = /^\/s\//

function addressOf({ ip, url }: Pick<Answered, 'ip' | 'url'>): object {
  if (ANONYMOUS.test(url)) return {}
  // A proxy that is trusted may pass on anything.
  return { address: isIP(ip) ? ip : 'unknown' }
}

function whoAsked({ ip, url, notes }: Answered): object {
  const { account, token, errorCodes } = notes
  return {
    ...addressOf({ ip, url }),
    ...(account !== undefined && { account }),
    ...(token !== undefined && { token }),
    ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
  }
}

/** What load balancers ask every few seconds, images, and the hundred files of the explorer, would be most of the log. */
const ROUTINE = /^\/(healthz|readyz|explorer\/|media\/)/
