import '@fastify/compress'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CacheTimes } from '../../config/env-delivery.ts'
import type { Dependencies } from '../../reading/tags/dependencies.ts'
import { publicCacheControl, REVALIDATE } from './cache-control.ts'
import { etagOf } from './etag.ts'
import { isNotModified } from './not-modified.ts'

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

/** An answer that everybody may have. */
export interface PublicBody {
  /** Null if they are not known */
  readonly dependencies: Dependencies | null
  /** If it is compressed, its content-encoding is among the headers of the reply */
  readonly body: string | Buffer
  /** The media type */
  readonly type: string
  /** Computed if absent */
  readonly etag?: string
}

/** Of one client only: a cache must not give them to another. */
const PERSONAL_HEADERS = ['ratelimit', 'ratelimit-policy']

/** What caches learn of an answer: for how long they may use it, and what it depends on. */
export function cachingHeaders(
  dependencies: Dependencies | null,
  { times, cdn }: PublicCaching,
): Readonly<Record<string, string>> {
  const tags = (cdn && dependencies?.tags) ?? null
  const mostMs = 1000 * (cdn?.mostSeconds(tags) ?? Number.POSITIVE_INFINITY)
  const leftMs = (dependencies?.validUntil ?? Number.POSITIVE_INFINITY) - performance.now()
  return { 'cache-control': publicCacheControl(times, Math.min(leftMs, mostMs)), ...cdn?.headersOf(tags) }
}

/** Sends the answer to a query with the headers for caches, or only says that the client has it. What is not compressed yet is compressed. */
export function sendPublic(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, dependencies, etag = etagOf(type, body) }: PublicBody,
  caching: PublicCaching,
): FastifyReply {
  reply.headers(cachingHeaders(dependencies, caching))
  return sendValidated(request, reply, { body, type, etag })
}

/** Sends an answer that everybody may have, and that a cache must ask for each time. */
export function sendCurrent(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type }: Pick<PublicBody, 'body' | 'type'>,
): FastifyReply {
  reply.header('cache-control', REVALIDATE)
  return sendValidated(request, reply, { body, type, etag: etagOf(type, body) })
}

function sendValidated(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, etag }: Required<Omit<PublicBody, 'dependencies'>>,
): FastifyReply {
  for (const name of PERSONAL_HEADERS) reply.removeHeader(name)
  if (isNotModified(request, reply, etag)) return reply.send()
  reply.header('content-type', type)
  if (reply.hasHeader('content-encoding')) return reply.send(body)
  reply.compress(body)
  return reply
}
