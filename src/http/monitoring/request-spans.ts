import type { IncomingMessage } from 'node:http'
import { type Attributes, type Span, type SpanContext, SpanKind } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { below, isTracing, markFailed, startRequest } from '../../tracing/tracing.ts'
import { noteCache, type TracedOperation } from './operation-span.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of this request; absent where nothing is recorded */
    span?: Span
  }
}

/** Asked every few seconds by machines. */
const ROUTINE = /^\/(?:healthz|readyz|metrics)(?:\?|$)/

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** What the span of a request ends with. */
interface Ending {
  readonly method: string
  /** Null where there is none at the address */
  readonly route: string | null
  readonly status: number
  readonly call: TracedOperation | null
  readonly errorCodes: ReadonlySet<string>
}

/** Opens a span for each request that Fastify gets, and ends it with the answer. */
export function traceRequests(fastify: FastifyInstance, publicUrl: string): void {
  if (!isTracing()) return
  const constant = attributesOf(publicUrl)
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw, method } = request
    const span = raw.begun ? raw.begun.span : startSpan(raw, method, constant)
    if (span) {
      request.span = span
      // Also without an answer: the client may be gone.
      if (span.isRecording()) reply.raw.once('close', () => endSpan(request, reply, span))
    }
    done()
  })
}

/** From here on the work of a request is below its span: after requests have waited for their turns, where another one's context goes on. */
export function enterSpans(fastify: FastifyInstance): void {
  if (!isTracing()) return
  fastify.addHook('onRequest', (request, _reply, done) => below(request.span, done))
}

/** @param at when it arrived, by performance.now() */
export type TraceAnswered = (request: IncomingMessage, at: number, ending: Ending) => SpanContext | undefined

/** Makes the span of a request that was answered at once. Null where nothing is recorded */
export function answeredSpans(publicUrl: string): TraceAnswered | null {
  if (!isTracing()) return null
  const constant = attributesOf(publicUrl)
  return (request, at, ending) => {
    const span = request.begun ? request.begun.span : startSpan(request, ending.method, constant, at)
    if (span) finish(span, ending)
    return span?.spanContext()
  }
}

/** Opens the span of a request that Fastify may get later. @param at when it arrived, by performance.now() */
export type StartSpan = (request: IncomingMessage, at: number) => Span | null

/** Null where nothing is recorded */
export function startedSpans(publicUrl: string): StartSpan | null {
  if (!isTracing()) return null
  const constant = attributesOf(publicUrl)
  return (request, at) => startSpan(request, request.method ?? '', constant, at)
}

function startSpan(request: IncomingMessage, method: string, constant: Attributes, startTime?: number): Span | null {
  const { url = '', headers } = request
  if (ROUTINE.test(url)) return null
  const known = METHODS.has(method) ? method : '_OTHER'
  const attributes = { ...constant, 'http.request.method': known }
  return startRequest(headers, known, {
    kind: SpanKind.SERVER,
    attributes,
    ...(startTime !== undefined && { startTime }),
  })
}

function endSpan(request: FastifyRequest, reply: FastifyReply, span: Span): void {
  const { method, routeOptions, call, notes } = request
  finish(span, {
    ...{ method, call, errorCodes: notes.errorCodes },
    route: routeOptions.url ?? null,
    status: reply.raw.headersSent ? reply.statusCode : CLIENT_GONE,
  })
}

/** What is said of a request whose client did not wait for the answer. */
const CLIENT_GONE = 499

/** The route, never the address: addresses have tokens, signatures and codes. */
function finish(span: Span, { method, route, status, call, errorCodes }: Ending): void {
  if (!span.isRecording()) return
  span.setAttribute('http.response.status_code', status)
  if (route !== null) {
    span.setAttribute('http.route', route)
    if (METHODS.has(method)) span.updateName(`${method} ${route}`)
    if (isAddress(route)) span.setAttribute('url.path', route)
  }
  if (call) noteCache(span, call)
  if (errorCodes.size > 0) span.setAttribute('copydesk.error_codes', [...errorCodes])
  if (status >= 500) markFailed(span, String(status))
  span.end()
}

/** Whether all requests of a route have the same address. */
function isAddress(route: string): boolean {
  return !/[:*]/.test(route)
}

function attributesOf(publicUrl: string): Attributes {
  const { protocol, hostname, port } = new URL(publicUrl)
  const isSecure = protocol === 'https:'
  return {
    'url.scheme': isSecure ? 'https' : 'http',
    'server.address': hostname,
    'server.port': Number(port || (isSecure ? 443 : 80)),
  }
}
