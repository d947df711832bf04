import { monitorEventLoopDelay } from 'node:perf_hooks'
import { memoryUsage } from 'node:process'
import { getHeapStatistics } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import type { LoadLimits } from '../config/env-load.ts'
import { unavailable } from '../errors/errors.ts'

/** Of the heap that Node was given: above that, it spends its time on collecting garbage. */
const SHARE_OF_HEAP = 0.9

/** How often load is measured, so also how long a refusal lasts at least. */
const SAMPLE_INTERVAL_MS = 1000

/** The histogram counts the time between two of its own wake-ups as delay. */
const RESOLUTION_MS = 10

const MS = 1e6

/** They report whether the process lives, what it can reach and what it does: an orchestrator that gets no answer would restart it when it has most to do. */
const ALWAYS_ANSWERED: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics'])

/** One for all: under load, to record where an error comes from takes longer than to refuse. */
export const TOO_BUSY = unavailable('The server is busy. Try again later.')

/**
 * While the process has more to do than it can, requests are refused at once, before anything of them is read.
 *
 * Not with @fastify/under-pressure: it reads the memory in a timer that nobody catches, and that needs a file, so a process that may open no more
 * files ended with it.
 *
 * @returns whether it has
 */
export function shedLoad(fastify: FastifyInstance, limits: LoadLimits): () => boolean {
  let excess: object | null = null
  const load = measureLoad(limits)
  const timer = setInterval(() => {
    excess = load.excess()
  }, SAMPLE_INTERVAL_MS).unref()
  fastify.addHook('onClose', async () => {
    clearInterval(timer)
    load.close()
  })
  fastify.addHook('onRequest', async (request) => {
    if (excess === null || ALWAYS_ANSWERED.has(request.routeOptions.url)) return
    request.log.debug(excess, 'too much to do: request refused')
    throw TOO_BUSY
  })
  return () => excess !== null
}

function measureLoad({ eventLoopDelayMs, heapBytes, memoryBytes }: LoadLimits) {
  const mostOfHeap = heapBytes ?? Math.floor(getHeapStatistics().heap_size_limit * SHARE_OF_HEAP)
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()

  /** Which limit is exceeded, and by what */
  function excess(): object | null {
    // Without a single wake-up the event loop was blocked all the time.
    const delayMs = delays.count > 0 ? Math.max(0, delays.mean / MS - RESOLUTION_MS) : Number.POSITIVE_INFINITY
    delays.reset()
    if (isOver(delayMs, eventLoopDelayMs)) return { delayMs }
    const { used_heap_size: heap } = getHeapStatistics()
    if (isOver(heap, mostOfHeap)) return { heapBytes: heap }
    const memory = memoryBytes > 0 ? memoryInUse() : 0
    return isOver(memory, memoryBytes) ? { memoryBytes: memory } : null
  }

  return { excess, close: () => delays.disable() }
}

/** A limit of 0 is none. */
function isOver(value: number, limit: number): boolean {
  return limit > 0 && value > limit
}

/** It is read from a file, which a process without a free file descriptor cannot open. */
function memoryInUse(): number {
  try {
    return memoryUsage.rss()
  } catch {
    return 0
  }
}
