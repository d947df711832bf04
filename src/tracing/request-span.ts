import { SpanKind } from '@opentelemetry/api'
import { inSpan, markFailed } from './tracing.ts'

/**
 * Sends a request to another system in a span below the current one. The span has the host, not the address: that may have a secret. The other system learns
 * nothing of the trace.
 */
export function inRequestSpan<Answer extends { readonly status: number }>(
  url: string,
  method: string,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const attributes = { 'http.request.method': method, 'server.address': new URL(url).hostname }
  return inSpan(method, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const answer = await send()
    span?.setAttribute('http.response.status_code', answer.status)
    if (answer.status >= 400) markFailed(span, String(answer.status))
    return answer
  })
}
