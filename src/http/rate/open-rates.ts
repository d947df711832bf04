import type { FastifyInstance } from 'fastify'
import type { Env } from '../../config/env.ts'
import { ownBuckets } from '../../limits/rate/buckets.ts'
import { ratesOf } from '../../limits/rate/rates.ts'
import { redisBuckets } from '../../limits/rate/redis-buckets.ts'
import { type RateHooks, rateHooks } from './rate-hooks.ts'

/** Null if rates are not limited. */
export async function openRates(
  fastify: FastifyInstance,
  { rates, redisUrl }: Pick<Env, 'rates' | 'redisUrl'>,
): Promise<RateHooks | null> {
  if (!rates) return null
  const own = ownBuckets()
  const shared = redisUrl === null ? null : await redisBuckets(redisUrl, own, fastify.log)
  const buckets = shared ?? own
  fastify.addHook('onClose', async () => buckets.close())
  return rateHooks(rates, ratesOf(rates, { buckets, own: shared ? null : own }))
}
