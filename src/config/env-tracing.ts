import { z } from 'zod'
import { oneOf, text, webAddress, wholeNumber } from './env-values.ts'

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** Which traces are recorded. */
export interface Sampling {
  readonly sampler: (typeof SAMPLERS)[number]
  /** Of all traces, from 0 to 1, for those with traceidratio */
  readonly ratio: number
}

/** How traces are recorded and sent. Addresses, headers and certificates of the collector are read by OpenTelemetry's exporter itself. */
export interface TracingSettings {
  /** Of the collector, for the log */
  readonly origin: string
  readonly serviceName: string
  readonly sampling: Sampling
  /** Spans wait for so long to be sent together */
  readonly delayMs: number
  /** So many wait at most; further ones are dropped */
  readonly queueSize: number
}

const ratio = z
  .string()
  .regex(/^(0|1|0?\.\d{1,15}|1\.0{1,15})$/, { error: 'a number from 0 to 1, such as 0.01' })
  .transform(Number)

const resourceAttributes = z
  .string()
  .regex(/^\s*[^=,]+=[^=,]*(,\s*[^=,]+=[^=,]*)*,?\s*$/, { error: 'key=value, separated by commas' })

/** The names are those of OpenTelemetry. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: text.optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 600_000).default(10_000),
  OTEL_SERVICE_NAME: text.default('copydesk'),
  OTEL_RESOURCE_ATTRIBUTES: resourceAttributes.optional(),
  OTEL_TRACES_SAMPLER: oneOf(SAMPLERS).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: ratio.default(1),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(1, 600_000).default(5000),
  OTEL_BSP_MAX_QUEUE_SIZE: wholeNumber(1, 1_000_000).default(2048),
}

type Given = z.output<z.ZodObject<typeof tracingVariables>>

/** Null without a collector: then nothing is recorded. */
export function tracingFrom(given: Given): TracingSettings | null {
  const endpoint = given.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return null
  return {
    origin: new URL(endpoint).origin,
    serviceName: given.OTEL_SERVICE_NAME,
    sampling: { sampler: given.OTEL_TRACES_SAMPLER, ratio: given.OTEL_TRACES_SAMPLER_ARG },
    delayMs: given.OTEL_BSP_SCHEDULE_DELAY,
    queueSize: given.OTEL_BSP_MAX_QUEUE_SIZE,
  }
}
