import { DiagLogLevel, diag } from '@opentelemetry/api'
import type { Warn } from './reporting-exporter.ts'

const PAUSE_MS = 60_000

/** What the SDK itself reports, e.g. that spans had no room in the queue: one line a minute at most. */
export function reportDiagnostics(warn: Warn): void {
  let last = Number.NEGATIVE_INFINITY
  const report = (message: string) => {
    const now = performance.now()
    if (now - last < PAUSE_MS) return
    last = now
    warn(`OpenTelemetry: ${message}`)
  }
  const ignore = () => {}
  const logger = { error: report, warn: report, info: ignore, debug: ignore, verbose: ignore }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
}
