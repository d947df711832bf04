import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders } from 'node:http'
import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { errorTypeOf } from './error-type.ts'

/** What makes and sends spans (open-tracing.ts). */
export interface Tracing {
  readonly tracer: Tracer
  /** Reads the trace that a request belongs to from its headers */
  readonly propagator: TextMapPropagator
  /** Sends what is left, for a limited time. */
  close(): Promise<void>
}

/** One for the process, as OpenTelemetry's own is: it is set before anything else is made, and passing it on would add a parameter to every layer. */
let tracing: Tracing | null = null

/** The span below which the work of a request or a job is done */
const current = new AsyncLocalStorage<Span>()

/** From now on the process records spans. */
export function recordSpans(opened: Tracing): void {
  tracing = opened
}

/** Sends what is left; nothing is recorded after that. */
export async function stopTracing(): Promise<void> {
  const stopped = tracing
  tracing = null
  await stopped?.close()
}

/** Whether spans are recorded at all */
export function isTracing(): boolean {
  return tracing !== null
}

/** Whether what runs now belongs to a trace that is recorded: otherwise nothing has to be prepared for a span. */
export function isTraced(): boolean {
  return tracing !== null && current.getStore()?.isRecording() === true
}

/** The span of a request, in the trace that its headers name. Null where nothing is recorded */
export function startRequest(headers: IncomingHttpHeaders, name: string, options: SpanOptions): Span | null {
  if (tracing === null) return null
  const { tracer, propagator } = tracing
  const from =
    headers.traceparent === undefined ? ROOT_CONTEXT : propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
  return tracer.startSpan(name, options, from)
}

/** Does the work below a span. */
export function below<T>(span: Span | null | undefined, work: () => T): T {
  return span?.isRecording() ? current.run(span, work) : work()
}

/**
 * Does the work in a span below the current one. What belongs to no recorded trace, such as most background work, gets none. A span that has ended has no
 * more below it: otherwise timers that a request started would add to its trace permanently.
 */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span | null) => Promise<T>): Promise<T> {
  if (tracing === null) return work(null)
  const parent = current.getStore()
  if (!parent?.isRecording()) return work(null)
  return run(tracing.tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, parent)), work)
}

/** Does the work in a trace of its own: for what no request waits for. */
export function inOwnTrace<T>(name: string, options: SpanOptions, work: (span: Span | null) => Promise<T>): Promise<T> {
  if (tracing === null) return work(null)
  return run(tracing.tracer.startSpan(name, options, ROOT_CONTEXT), work)
}

async function run<T>(span: Span, work: (span: Span | null) => Promise<T>): Promise<T> {
  if (!span.isRecording()) return work(null)
  try {
    return await current.run(span, () => work(span))
  } catch (error) {
    markFailed(span, errorTypeOf(error))
    throw error
  } finally {
    span.end()
  }
}

/** Without the message of an error, which may have values. */
export function markFailed(span: Span | null, type: string): void {
  span?.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR })
}
