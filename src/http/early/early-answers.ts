import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import { OperationTypeNode } from 'graphql'
import type { Env } from '../../config/env.ts'
import { COST_OF_CACHED } from '../answers-from-cache.ts'
import { NO_STORE } from '../caching/cache-control.ts'
import type { CachedResponse } from '../caching/cached-response.ts'
import { isKnown } from '../caching/etag.ts'
import { cachingHeaders, type PublicCaching } from '../caching/public-answer.ts'
import { startedSpans } from '../monitoring/request-spans.ts'
import { DECISIVE_HEADERS } from '../public-answer-plugin.ts'
import type { RateHooks } from '../rate/rate-hooks.ts'
import type { TakeTurn } from '../rate/turns.ts'
import type { OnAnswered } from '../request-log.ts'
import type { CachedRequests } from './cached-requests.ts'
import { clientIp } from './client-ip.ts'
import { variedByCors } from './cors.ts'
import type { EarlyQueries } from './early-queries.ts'
import { earlyReads } from './early-reads.ts'
import { earlyRefusals } from './early-refusals.ts'
import { type Arrived, contentHeaders, type EarlyReply, earlySender } from './early-reply.ts'
import { isPlain } from './plain-request.ts'

/** Answers a request if that needs no look of Fastify. @param others takes it if that turns out later. @returns whether it was taken */
export type AnswerEarly = (request: IncomingMessage, response: ServerResponse, others: RequestListener) => boolean

export interface EarlyOptions {
  readonly env: Pick<Env, 'trustProxy' | 'corsOrigins' | 'requestTimeoutMs' | 'publicUrl' | 'limits'>
  readonly log: FastifyBaseLogger
  readonly onAnswered?: OnAnswered | undefined
  /** Whether the process has more to do than it can */
  readonly isBusy: () => boolean
  /** Null: they are not limited */
  readonly rates: RateHooks | null
  /** Null: nothing is cached */
  readonly cached: CachedRequests | null
  readonly caching: PublicCaching
  /** Null: none are answered */
  readonly queries: EarlyQueries | null
  readonly takeTurn: TakeTurn
  /** Whether each answer has to end its connection */
  readonly isClosing: () => boolean
}

/** As many in one round of the event loop: all others wait for a turn (rate/turns.ts). */
const MOST_IN_A_ROUND = 500

const HEALTHY = '{"status":"ok"}'

/** What is asked when nothing else may be. Only /healthz is answered here: the others ask the database. */
const ALWAYS_ANSWERED = /^\/(?:healthz|readyz|metrics)(?:\?|$)/

const GRAPHQL = /^\/graphql(?:\?|$)/

const LIMITED_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST'])

/**
 * Answers what needs no look into the request, before Fastify, and without waiting for a turn: whether the process lives, what is refused, and cached answers to requests
 * that came before.
 */
export function earlyAnswers(options: EarlyOptions): AnswerEarly {
  const { env, log, onAnswered, isBusy, rates, cached, caching, queries, takeTurn, isClosing } = options
  const ipOf = clientIp(env.trustProxy)
  const send = earlySender(env, { log, onAnswered, isClosing })
  const varied = variedByCors(env.corsOrigins)
  const vary = varied.length > 0 ? ['vary', varied.join(', ')] : []
  const refusals = earlyRefusals(vary)
  const varyOfReads = ['vary', [...varied, ...DECISIVE_HEADERS].join(', ')]
  const healthy: EarlyReply = {
    status: 200,
    headers: [
      ...vary,
      ...['cache-control', NO_STORE],
      ...['content-type', 'application/json; charset=utf-8', 'content-length', String(HEALTHY.length)],
    ],
    body: HEALTHY,
  }
  const isInRound = countedRound(MOST_IN_A_ROUND)

  function refusalOf(request: IncomingMessage, ip: string): EarlyReply | null {
    if (isBusy()) return refusals.busy(request)
    if (!rates || !isLimited(request)) return null
    const seconds = rates.waitOf(ip)
    return seconds === 0 ? null : refusals.rateLimited(request, seconds)
  }

  function readOf(request: IncomingMessage, ip: string): EarlyReply | null {
    if (!cached || (rates && !rates.take)) return null
    const found = cached.find(request)
    const reply = found && isInRound() ? replyWith(found, request) : null
    const seconds = reply ? (rates?.take?.(ip, COST_OF_CACHED) ?? 0) : 0
    return seconds === 0 ? reply : refusals.rateLimited(request, seconds)
  }

  function replyWith(found: CachedResponse, { headers }: IncomingMessage): EarlyReply | null {
    const { answer } = found
    const { etag, type, operation } = answer
    const call = {
      operation,
      kind: OperationTypeNode.QUERY,
      isKnownDocument: false,
      statements: 0,
      cost: null,
      cache: 'hit',
    } as const
    const head = [...Object.entries(cachingHeaders(answer, caching)).flat(), ...varyOfReads, 'etag', etag]
    if (isKnown(headers['if-none-match'], etag)) return { status: 304, headers: head, call }
    const bytes = found.bytesFor(headers['accept-encoding'])
    if (!bytes) return null
    return { status: 200, headers: [...head, ...contentHeaders(bytes, type)], body: bytes.body, call }
  }

  function replyTo(request: IncomingMessage, ip: string): EarlyReply | null {
    const { url = '' } = request
    if (ALWAYS_ANSWERED.test(url)) return url === '/healthz' && isRead(request) ? healthy : null
    return refusalOf(request, ip) ?? readOf(request, ip)
  }

  const read =
    queries &&
    earlyReads({
      ...{ log, queries, takeTurn, rates, send, refusalOf },
      vary: varyOfReads,
      bodyLimit: env.limits.bodyBytesReaders,
      startSpan: startedSpans(env.publicUrl),
    })

  return (request, response, others) => {
    if (!isPlain(request, env.corsOrigins)) return false
    const at = performance.now()
    const ip = ipOf(request)
    const reply = replyTo(request, ip)
    const arrived: Arrived = { request, response, ip, at }
    if (!reply) return read?.(arrived, others) ?? false
    send(arrived, reply)
    return true
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Whether it counts for its address. */
function isLimited({ method, url = '', headers }: IncomingMessage): boolean {
  return headers.authorization === undefined && LIMITED_METHODS.has(method) && GRAPHQL.test(url)
}

/** @returns what to call for each: whether it is among the first of its round of the event loop */
function countedRound(most: number): () => boolean {
  let count = 0
  return () => {
    if (count === 0) setImmediate(() => (count = 0))
    count += 1
    return count <= most
  }
}
