import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CacheTimes } from '../../config/env-delivery.ts'
import { publicCacheControl } from './cache-control.ts'
import { etagOf, isKnown } from './etag.ts'

/** What is known of an answer that everybody may have. */
export interface PublicAnswer {
  /** When it becomes wrong although nobody changed anything; null if never */
  readonly validUntil: Date | null
}

/** The same with its bytes. */
export interface PublicBody extends PublicAnswer {
  /** Ready to send; if it is compressed, its content-encoding is among the headers of the reply */
  readonly body: string | Buffer
  /** The media type */
  readonly type: string
  /** Computed if absent */
  readonly etag?: string
}

/** Of one client only: a cache must not give them to another. */
const PERSONAL_HEADERS = ['ratelimit', 'ratelimit-policy']

/** Sends it with the headers for caches, or only says that the client has it. */
export function sendPublic(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { body, type, validUntil, etag = etagOf(type, body) }: PublicBody,
  times: CacheTimes,
): FastifyReply {
  for (const name of PERSONAL_HEADERS) reply.removeHeader(name)
  reply.headers({ etag, 'cache-control': publicCacheControl(times, validUntil, Date.now()) })
  if (!isKnown(headers['if-none-match'], etag)) return reply.header('content-type', type).send(body)
  for (const name of ['content-type', 'content-encoding', 'content-length']) reply.removeHeader(name)
  return reply.code(304).send()
}
