import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { propertyOf } from '../lib/property.ts'

/** Called with what the operator should know */
export type Warn = (message: string) => void

/** Says once that the collector takes no spans, and once that it does again. */
export function reportingExporter(exporter: SpanExporter, origin: string, warn: Warn): SpanExporter {
  let isFailing = false

  function note(error: Error | undefined, isSent: boolean): void {
    if (isSent !== isFailing) return
    isFailing = !isSent
    warn(
      isSent
        ? `The collector at ${origin} takes traces again`
        : `The collector at ${origin} takes no traces (${reasonOf(error)}). Those that it does not take are dropped`,
    )
  }

  return {
    export(spans, done) {
      exporter.export(spans, ({ code, error }) => {
        note(error, code === ExportResultCode.SUCCESS)
        // It was reported: the processor would report it again at every batch.
        done({ code: ExportResultCode.SUCCESS })
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}

const MAX_REASON = 200

/** A status, or the code of the connection's error. Bodies and addresses with secrets are not repeated. */
function reasonOf(error: Error | undefined): string {
  const code = propertyOf(error, 'code')
  if (typeof code === 'number') return `status ${code}`
  return typeof code === 'string' ? code : (error?.message ?? 'no reason').slice(0, MAX_REASON)
}
