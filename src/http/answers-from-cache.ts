import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import type { CachedResponse } from './caching/cached-response.ts'
import { etagOf } from './caching/etag.ts'
import { type PublicCaching, sendPublic } from './caching/public-answer.ts'
import type { ResponseCache } from './caching/response-cache.ts'
import type { Call } from './call.ts'
import type { Passed } from './documents/document-gate.ts'
import type { RateHooks } from './rate/rate-hooks.ts'

/** What a cached answer costs its client, of what it may ask for in a time. To parse a new document costs 100. */
export const COST_OF_CACHED = 5

interface Options {
  readonly cache: ResponseCache
  /** Not limited when absent */
  readonly rates: RateHooks | null | undefined
  readonly caching: PublicCaching
}

/** Called for each request without a body that is answered from the cache, with the key of its answer. */
export type OnServed = (request: IncomingMessage, key: string, passed: Passed) => void

/** An answer that is being computed, and may be cached. */
export interface Keeping {
  /** Caches it, if it is for everybody. @param type the media type */
  keep(body: string, type: string): void
  /** Afterwards nothing of it is cached. */
  end(): void
}

/** Serves cached answers, before anything of the document is parsed, and caches those that are computed. */
export function answersFromCache({ cache, rates, caching }: Options) {
  /** Charges for a cached answer, once for a call. @throws RATE_LIMITED */
  function charge(call: Call, { answer }: CachedResponse): Promise<void> {
    call.cache = 'hit'
    call.operation = answer.operation
    // Nothing else is cached.
    call.kind = OperationTypeNode.QUERY
    call.entered ??= rates?.charge(call.turn, COST_OF_CACHED, null) ?? Promise.resolve()
    return call.entered
  }

  async function serve(request: FastifyRequest, reply: FastifyReply, call: Call, found: CachedResponse): Promise<void> {
    const { type, etag } = found.answer
    await charge(call, found)
    const bytes = found.bytesFor(request.headers['accept-encoding'])
    const { body, encoding } = bytes ?? { body: found.answer.body, encoding: null }
    if (encoding) reply.header('content-encoding', encoding)
    if (request.method !== 'POST') sendPublic(request, reply, { body, type, etag, dependencies: found.answer }, caching)
    else if (encoding) reply.header('content-type', type).send(body)
    else reply.header('content-type', type).compress(body)
  }

  function begin(key: string, call: Call): Keeping {
    const fill = cache.begin(key)
    return {
      keep(body, type) {
        const { dependencies, operation } = call
        if (!dependencies) return
        call.cache = 'miss'
        fill.end({ body: Buffer.from(body), type, etag: etagOf(type, body), operation, ...dependencies })
      },
      end: () => fill.end(null),
    }
  }

  /**
   * @param key of the answer; null if it may not be cached
   * @throws RATE_LIMITED
   */
  async function serveOrBegin(
    request: FastifyRequest,
    reply: FastifyReply,
    call: Call,
    key: string | null,
  ): Promise<Keeping | 'SERVED' | null> {
    if (key === null) return null
    const found = await cache.get(key)
    if (!found) return begin(key, call)
    await serve(request, reply, call, found)
    return 'SERVED'
  }

  return { get: (key: string) => cache.get(key), charge, begin, serveOrBegin }
}

export type AnswersFromCache = ReturnType<typeof answersFromCache>
