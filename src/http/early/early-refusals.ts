import type { IncomingMessage } from 'node:http'
import type { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { codeOf } from '../../errors/errors.ts'
import { NO_STORE } from '../caching/cache-control.ts'
import { failureOf } from '../failures.ts'
import { rateLimited } from '../rate/rate-hooks.ts'
import { refusalOf } from '../refusal.ts'
import { TOO_BUSY } from '../shedding.ts'
import type { EarlyReply } from './early-reply.ts'
import { hasBody } from './plain-request.ts'

/** In bytes. Node reads the rest of a body before it takes the next request of the connection: of a longer one it need not. */
const SMALL_BODY = 65_536

export interface EarlyRefusals {
  readonly busy: (request: IncomingMessage) => EarlyReply
  readonly rateLimited: (request: IncomingMessage, seconds: number) => EarlyReply
}

/** Refusals whose bytes are made once: to refuse must cost next to nothing. @param headers of each */
export function earlyRefusals(headers: readonly string[]): EarlyRefusals {
  const made = (error: GraphQLError, more: readonly string[] = []): EarlyReply => {
    const { status = 500, headers: own } = refusalOf(error) ?? {}
    const body = Buffer.from(JSON.stringify(failureOf(error)))
    return {
      status,
      headers: [
        ...headers,
        ...['cache-control', NO_STORE],
        ...[...(own ?? [])].flat(),
        ...more,
        ...['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)],
      ],
      body,
      errorCodes: [codeOf(error)],
    }
  }
  const busy = made(TOO_BUSY)
  const limited = new LRUCache<number, EarlyReply>({
    max: 100,
    memoMethod: (seconds) => made(rateLimited(seconds), ['retry-after', String(seconds)]),
  })
  return {
    busy: (request) => closing(request, busy),
    rateLimited: (request, seconds) => closing(request, limited.memo(seconds)),
  }
}

function closing({ headers }: IncomingMessage, reply: EarlyReply): EarlyReply {
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (!hasBody(headers) || length <= SMALL_BODY) return reply
  return { ...reply, headers: [...reply.headers, 'connection', 'close'] }
}
