import type { FastifyReply, FastifyRequest } from 'fastify'
import { cacheKeyOf } from './caching/cache-key.ts'
import type { CachedResponse } from './caching/cached-response.ts'
import { etagOf } from './caching/etag.ts'
import { type PublicCaching, sendPublic } from './caching/public-answer.ts'
import type { ResponseCache } from './caching/response-cache.ts'
import type { Call } from './call.ts'
import type { RateHooks } from './rate/rate-hooks.ts'

/** What a cached answer costs its client, of what it may ask for in a time. To parse a new document costs 100. */
const COST = 5

interface Options {
  readonly cache: ResponseCache
  /** Not limited when absent */
  readonly rates: RateHooks | null | undefined
  readonly caching: PublicCaching
}

/** An answer that is being computed, and may be cached. */
export interface Keeping {
  /** Caches it, if it is for everybody. */
  keep(body: string, reply: FastifyReply): void
  /** Afterwards nothing of it is cached. */
  end(): void
}

/** Serves cached answers, before anything of the document is parsed, and caches those that are computed. */
export function answersFromCache({ cache, rates, caching }: Options) {
  async function serve(request: FastifyRequest, reply: FastifyReply, call: Call, found: CachedResponse): Promise<void> {
    const { type, etag, operation } = found.answer
    call.cache = 'hit'
    call.operation = operation
    await rates?.charge(call.turn, COST, null)
    const { body, encoding } = found.bytesFor(request.headers['accept-encoding'])
    if (encoding) reply.header('content-encoding', encoding)
    if (request.method !== 'POST') sendPublic(request, reply, { body, type, etag, dependencies: found.answer }, caching)
    else if (encoding) reply.header('content-type', type).send(body)
    else reply.header('content-type', type).compress(body)
  }

  function begin(key: string, call: Call): Keeping {
    const fill = cache.begin(key)
    return {
      keep(body, reply) {
        const { dependencies, operation } = call
        if (!dependencies) return
        call.cache = 'miss'
        const type = String(reply.getHeader('content-type'))
        fill.end({ body: Buffer.from(body), type, etag: etagOf(type, body), operation, ...dependencies })
      },
      end: () => fill.end(null),
    }
  }

  /** @throws RATE_LIMITED */
  return async function serveOrBegin(
    request: FastifyRequest,
    reply: FastifyReply,
    call: Call,
  ): Promise<Keeping | 'SERVED' | null> {
    const key = cacheKeyOf(request)
    if (key === null) return null
    const found = await cache.get(key)
    if (!found) return begin(key, call)
    await serve(request, reply, call, found)
    return 'SERVED'
  }
}
