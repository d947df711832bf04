import { isIP } from 'node:net'
import { z } from 'zod'
import type { RateLimits } from '../limits/rate/rates.ts'
import { commaSeparated, flag, text, wholeNumber } from './env-values.ts'

/** Above these the server refuses requests until it has less to do; 0: no such limit. */
export interface LoadLimits {
  readonly eventLoopDelayMs: number
  /** Null: nine tenths of what Node allows */
  readonly heapBytes: number | null
  readonly memoryBytes: number
}

const networks = z.string().transform((list, context) => {
  const named = commaSeparated(list)
  if (named.every(isNetwork)) return named
  context.addIssue('addresses and networks separated by commas, such as 10.0.0.0/8,2001:db8::/32,192.0.2.7')
  return z.NEVER
})

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  const most = version === 6 ? 128 : 32
  return version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

/** Long enough not to be guessed */
const metricsToken = text.min(16, { error: 'at least 16 characters, such as the output of openssl rand -hex 32' })

const TERABYTE = 1024 ** 4

/** What one client may ask for, and what this process takes on. */
export const loadVariables = {
  RATE_LIMITS: flag.default(true),
  RATE_LIMIT_COST_PER_SECOND: wholeNumber(1, 1_000_000_000).default(50_000),
  RATE_LIMIT_BURST: wholeNumber(1, 1_000_000_000).default(500_000),
  RATE_LIMIT_RUNNING: wholeNumber(1, 1_000_000_000).default(25_000),
  RATE_LIMIT_FAILED_SIGN_INS: wholeNumber(1, 1_000_000).default(300),
  RATE_LIMIT_EXEMPT: networks.default([]),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'an address like redis://host:6379' }).optional(),
  MAX_EVENT_LOOP_DELAY_MS: wholeNumber(0, 600_000).default(2000),
  MAX_HEAP_BYTES: wholeNumber(0, TERABYTE).optional(),
  MAX_RSS_BYTES: wholeNumber(0, TERABYTE).default(0),
  METRICS_TOKEN: metricsToken.optional(),
}

type Given = z.output<z.ZodObject<typeof loadVariables>>

/** Null: switched off */
export function rateLimitsFrom(given: Given): RateLimits | null {
  if (!given.RATE_LIMITS) return null
  return {
    costPerSecond: given.RATE_LIMIT_COST_PER_SECOND,
    burst: given.RATE_LIMIT_BURST,
    running: given.RATE_LIMIT_RUNNING,
    failedSignIns: given.RATE_LIMIT_FAILED_SIGN_INS,
    exempt: given.RATE_LIMIT_EXEMPT,
  }
}

export function loadLimitsFrom(given: Given): LoadLimits {
  return {
    eventLoopDelayMs: given.MAX_EVENT_LOOP_DELAY_MS,
    heapBytes: given.MAX_HEAP_BYTES ?? null,
    memoryBytes: given.MAX_RSS_BYTES,
  }
}
