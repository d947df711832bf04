import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import type { LoadLimits } from '../config/env-load.ts'
import { unavailable } from '../errors/errors.ts'

/** Of the heap that Node was given: above that, it spends its time on collecting garbage. */
const SHARE_OF_HEAP = 0.9

/** How often load is measured, so also how long a refusal lasts at least. */
const SAMPLE_INTERVAL_MS = 1000

/** They report whether the process lives, what it can reach and what it does: an orchestrator that gets no answer would restart it when it has most to do. */
const ALWAYS_ANSWERED: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics'])

/** One for all: under load, to record where an error comes from takes longer than to refuse. */
export const TOO_BUSY = unavailable('The server is busy. Try again later.')

/** While the process has more to do than it can, requests are refused at once, before anything of them is read. */
export async function shedLoad(fastify: FastifyInstance, limits: LoadLimits): Promise<void> {
  const { eventLoopDelayMs, heapBytes, memoryBytes } = limits
  await fastify.register(underPressure, {
    maxEventLoopDelay: eventLoopDelayMs,
    maxHeapUsedBytes: heapBytes ?? Math.floor(getHeapStatistics().heap_size_limit * SHARE_OF_HEAP),
    maxRssBytes: memoryBytes,
    sampleInterval: SAMPLE_INTERVAL_MS,
    async pressureHandler(request, _reply, type, value) {
      if (ALWAYS_ANSWERED.has(request.routeOptions.url)) return
      request.log.debug({ type, value }, 'too much to do: request refused')
      throw TOO_BUSY
    },
  })
}
