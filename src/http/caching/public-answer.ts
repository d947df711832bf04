import '@fastify/compress'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CacheTimes } from '../../config/env-delivery.ts'
import { publicCacheControl } from './cache-control.ts'
import { etagOf } from './etag.ts'
import { isNotModified } from './not-modified.ts'

/** What is known of an answer that everybody may have. */
export interface PublicAnswer {
  /** When it becomes wrong although nobody changed anything; null if never */
  readonly validUntil: Date | null
}

/** The same with its bytes. */
export interface PublicBody extends PublicAnswer {
  /** If it is compressed, its content-encoding is among the headers of the reply */
  readonly body: string | Buffer
  /** The media type */
  readonly type: string
  /** Computed if absent */
  readonly etag?: string
}

/** Of one client only: a cache must not give them to another. */
const PERSONAL_HEADERS = ['ratelimit', 'ratelimit-policy']

/** Sends the answer to a query with the headers for caches, or only says that the client has it. What is not compressed yet is compressed. */
export function sendPublic(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, validUntil, etag = etagOf(type, body) }: PublicBody,
  times: CacheTimes,
): FastifyReply {
  for (const name of PERSONAL_HEADERS) reply.removeHeader(name)
  reply.header('cache-control', publicCacheControl(times, validUntil, Date.now()))
  if (isNotModified(request, reply, etag)) return reply.send()
  reply.header('content-type', type)
  if (reply.hasHeader('content-encoding')) return reply.send(body)
  reply.compress(body)
  return reply
}
