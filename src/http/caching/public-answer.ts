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
  /** What it depends on; null if that is not known */
  readonly tags: readonly string[] | null
}

/** A shared cache that is purged at every change. */
export interface PurgedCache {
  /** Headers that tell it what the answer depends on */
  headersOf(tags: readonly string[] | null): Readonly<Record<string, string>>
  /** For how many seconds it may have the answer at most; null: as long as the settings say */
  mostSeconds(tags: readonly string[] | null): number | null
}

/** Who may have answers for everybody, and for how long. */
export interface PublicCaching {
  readonly times: CacheTimes
  /** Null: there is none */
  readonly cdn: PurgedCache | null
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
  { body, type, validUntil, tags, etag = etagOf(type, body) }: PublicBody,
  { times, cdn }: PublicCaching,
): FastifyReply {
  for (const name of PERSONAL_HEADERS) reply.removeHeader(name)
  const now = Date.now()
  const until = earlier(validUntil, cdn?.mostSeconds(tags) ?? null, now)
  reply.header('cache-control', publicCacheControl(times, until, now))
  if (cdn) reply.headers(cdn.headersOf(tags))
  if (isNotModified(request, reply, etag)) return reply.send()
  reply.header('content-type', type)
  if (reply.hasHeader('content-encoding')) return reply.send(body)
  reply.compress(body)
  return reply
}

function earlier(validUntil: Date | null, mostSeconds: number | null, now: number): Date | null {
  if (mostSeconds === null) return validUntil
  return new Date(Math.min(validUntil?.getTime() ?? Number.POSITIVE_INFINITY, now + mostSeconds * 1000))
}
