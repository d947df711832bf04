import { SpanKind } from '@opentelemetry/api'
import type { Redis } from 'ioredis'
import { optionalPackage } from '../../lib/optional-package.ts'
import { inSpan } from '../../tracing/tracing.ts'
import type { Buckets, PourOptions } from './buckets.ts'
import type { Poured } from './leaky-bucket.ts'

/**
 * The same as leaky-bucket.ts, by the clock of Redis. The value is the time when the bucket is empty, in seconds, so that a key needs no
 * second value and expires by itself.
 */
const POUR = `
local capacity, per_second, amount = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local level = math.max(0, (tonumber(redis.call('GET', KEYS[1]) or '0') - now) * per_second)
local after = level + math.min(amount, capacity)
if after > capacity then
  if ARGV[4] == 'false' then return {1, tostring(capacity - level), tostring((after - capacity) / per_second)} end
  after = capacity
end
redis.call('SET', KEYS[1], string.format('%.6f', now + after / per_second), 'PX', math.ceil(after / per_second * 1000) + 1)
return {0, tostring(capacity - after), tostring(after / per_second)}
`

/** A request does not wait longer than this for Redis. */
const COMMAND_TIMEOUT_MS = 200

const MAX_RECONNECT_DELAY_MS = 5000

const SPAN = { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'redis', 'db.operation.name': 'EVAL' } }

/** At most one line in this time says that Redis does not answer. */
const WARN_EVERY_MS = 60_000

interface WarningLog {
  warn(details: object, message: string): void
}

/** Buckets that several processes share. While Redis does not answer, each process uses its own. @throws Error if the package is missing */
export async function redisBuckets(url: string, own: Buckets, log: WarningLog): Promise<Buckets> {
  const ioredis = await optionalPackage('ioredis', () => import('ioredis'))
  if (!ioredis)
    throw new Error(
      'REDIS_URL needs the package ioredis, which this install omits. To add it: npm install --include=optional',
    )
  const redis = new ioredis.Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempts) => Math.min(attempts * 200, MAX_RECONNECT_DELAY_MS),
  })
  const warn = seldom((error) =>
    log.warn({ err: error }, 'Redis does not respond; rates are limited in this process only'),
  )
  redis.on('error', warn)
  return {
    async pour(key, amount, options) {
      try {
        return await inSpan('EVAL', SPAN, () => pourInto(redis, key, amount, options))
      } catch (error) {
        warn(error)
        return own.pour(key, amount, options)
      }
    },
    close() {
      redis.disconnect()
      own.close()
    },
  }
}

async function pourInto(
  redis: Redis,
  key: string,
  amount: number,
  { size, always = false }: PourOptions,
): Promise<Poured> {
  const { capacity, perSecond } = size
  const answer = await redis.eval(POUR, 1, `copydesk:rate:${key}`, capacity, perSecond, amount, String(always))
  const [refused, remaining, seconds] = Array.isArray(answer) ? answer.map(Number) : []
  if (refused === undefined || remaining === undefined || seconds === undefined)
    throw new Error('no answer of the script')
  return { isRefused: refused === 1, remaining, seconds }
}

function seldom(report: (error: unknown) => void): (error: unknown) => void {
  let reportedAt = Number.NEGATIVE_INFINITY
  return (error) => {
    if (performance.now() - reportedAt < WARN_EVERY_MS) return
    reportedAt = performance.now()
    report(error)
  }
}
