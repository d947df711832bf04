import type { Span } from '@opentelemetry/api'
import { inSpan, isTraced, markFailed } from '../../tracing/tracing.ts'

/** What is known of an operation at its end. */
export interface TracedOperation {
  /** Its name */
  readonly operation: string | null
  /** query or mutation; null if it is not known */
  readonly kind: string | null
  readonly cache: 'hit' | 'miss' | 'bypass' | null
}

type TracedCall = TracedOperation & { readonly notes: { readonly errorCodes: ReadonlySet<string> } }

/** Runs an operation in a span. What it is, is known when it has been parsed. */
export function inOperationSpan<T>(call: TracedCall, run: () => Promise<T>): Promise<T> {
  if (!isTraced()) return run()
  return inSpan('GraphQL Operation', {}, async (span) => {
    try {
      return await run()
    } finally {
      if (span) note(span, call)
    }
  })
}

function note(span: Span, call: TracedCall): void {
  noteOperation(span, call)
  if (call.kind !== null) span.updateName(call.kind)
  const [code] = call.notes.errorCodes
  if (code !== undefined) markFailed(span, code)
}

const MAX_NAME = 100

function noteOperation(span: Span, { operation, kind }: Pick<TracedOperation, 'operation' | 'kind'>): void {
  if (kind !== null) span.setAttribute('graphql.operation.type', kind)
  if (operation) span.setAttribute('graphql.operation.name', operation.slice(0, MAX_NAME))
}

/** How the response cache took part in a request; of a cached answer, which runs no operation, also which one it is of. */
export function noteCache(span: Span, call: TracedOperation): void {
  span.setAttribute('copydesk.cache', call.cache ?? 'bypass')
  if (call.cache === 'hit') noteOperation(span, call)
}
