import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { v4 as uuid } from 'uuid'
import type { TracingSettings } from '../config/env-tracing.ts'
import { propertyOf } from '../lib/property.ts'
import { reportDiagnostics } from './diagnostics.ts'
import { reportingExporter, type Warn } from './reporting-exporter.ts'
import { samplerOf } from './sampler.ts'
import { recordSpans } from './tracing.ts'

/** What a stop waits for the collector. */
const FLUSH_MS = 3000

const NAME = 'copydesk'

interface Opening {
  /** The number of this process, if it is one of several */
  readonly process?: number | undefined
  readonly warn: Warn
}

/** Records spans from now on, and sends them to the collector. Only imported where there is one: nobody else loads OpenTelemetry's SDK. */
export function openTracing(settings: TracingSettings, { process, warn }: Opening): void {
  const { origin, sampling, delayMs, queueSize } = settings
  reportDiagnostics(warn)
  const version = ownVersion()
  const exporter = reportingExporter(new OTLPTraceExporter(), origin, warn)
  const provider = new TracerProvider({
    resource: resourceOf(settings, version, process),
    sampler: samplerOf(sampling),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: delayMs,
        maxQueueSize: queueSize,
        maxExportBatchSize: Math.min(512, queueSize),
      }),
    ],
  })
  recordSpans({
    tracer: provider.getTracer(NAME, version),
    propagator: new W3CTraceContextPropagator(),
    close: () => withinTime(provider.shutdown()),
  })
}

/** The process ends after that: what the collector has not taken is lost. */
async function withinTime(flushing: Promise<void>): Promise<void> {
  await Promise.race([flushing.catch(() => {}), delay(FLUSH_MS, undefined, { ref: false })])
}

/** Variables of OpenTelemetry come last, so that they can replace all of it. */
function resourceOf({ serviceName }: TracingSettings, version: string, process: number | undefined): Resource {
  const own = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': version,
    'service.instance.id': uuid(),
    ...(process !== undefined && { 'copydesk.process': process }),
  })
  return defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }))
}

function ownVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String(propertyOf(file, 'version'))
}
