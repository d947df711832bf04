import type { DocumentPolicy } from '../../config/env-delivery.ts'
import { isRecord } from '../../lib/record.ts'
import type { JsonLimits } from '../../limits/json-size.ts'
import type { Begun } from '../begun.ts'
import { NO_STORE } from '../caching/cache-control.ts'
import { cacheKeyOf } from '../caching/cache-key.ts'
import { etagOf, isKnown } from '../caching/etag.ts'
import { cachingHeaders, type PublicCaching } from '../caching/public-answer.ts'
import { type Asking, type Call, newCall } from '../call.ts'
import { compressedFor, type SentText } from '../compression/compression.ts'
import { askedDocument, sha256 } from '../documents/asked-document.ts'
import { type DocumentSource, namesOne } from '../documents/document-gate.ts'
import { documentParameters, type SentDocument } from '../documents/document-parameters.ts'
import type { QueryParts } from '../graphql.ts'
import type { KnownAnswer } from '../known-reads.ts'
import { NOT_LISTED } from '../public-answer-plugin.ts'
import { leaveOutAbsent } from '../request/absent-parameters.ts'
import { askedOperation } from '../request/asked-operation.ts'
import { parseJson } from '../request/json-body.ts'
import { contentHeaders, type EarlyReply } from './early-reply.ts'

/** A query that Fastify has not seen, and may never see. */
export type EarlyQuery = Asking & SentDocument & { readonly begun: Begun }

interface Options<Context> extends QueryParts<Context> {
  readonly policy: DocumentPolicy
  readonly known: DocumentSource
  readonly jsonLimits: JsonLimits
  readonly caching: PublicCaching
}

export interface EarlyQueries {
  /** What the body of a request says; null: Fastify reads it */
  parse(body: Buffer): Record<string, unknown> | null
  /** Answers a query that is known; null: Fastify goes on with it. @param isGone whether nobody waits for the answer */
  answer(query: EarlyQuery, isGone: () => boolean): Promise<EarlyReply | null>
}

/**
 * Reads queries that are known (known-reads.ts) before Fastify, with the functions that its route calls. Anything unusual or at fault is left to Fastify, which
 * charges, reads and reports nothing twice.
 */
export function earlyQueries<Context>(options: Options<Context>): EarlyQueries {
  const { policy, known, cached, caching } = options

  /** Whether the document has to be looked up, or something is said of it in the log: both once, by Fastify's path. */
  function needsLookup(query: EarlyQuery): boolean {
    if (policy === 'any' && !namesOne(query)) return false
    const { text, hash } = askedDocument(documentParameters(query))
    if (hash !== null) return !known.remembers(hash)
    return policy !== 'any' && text !== null && !known.remembers(sha256(text))
  }

  async function fromCache(query: EarlyQuery, call: Call, key: string | null): Promise<EarlyReply | null | 'MISSED'> {
    const found = key === null ? null : await cached?.get(key)
    if (!found) return 'MISSED'
    // Fastify notes what led to it, for the next time (cached-requests.ts).
    if (query.method !== 'POST') return null
    const bytes = found.bytesFor(query.headers['accept-encoding'])
    // It is not compressed yet.
    if (!bytes) return null
    await cached?.charge(call, found)
    return privateReply(call, query.begun, { ...bytes, type: found.answer.type, isListed: true })
  }

  async function replyWith({ headers, begun }: EarlyQuery, call: Call, answer: KnownAnswer): Promise<EarlyReply> {
    const { body, type, isListed } = answer
    const { 'accept-encoding': acceptEncoding, 'if-none-match': ifNoneMatch } = headers
    if (!call.isPublic)
      return privateReply(call, begun, { ...(await compressedFor(body, acceptEncoding)), type, isListed })
    const etag = etagOf(type, body)
    const head = [...Object.entries(cachingHeaders(call.dependencies, caching)).flat(), 'etag', etag]
    if (isKnown(ifNoneMatch, etag)) return { status: 304, headers: head, call }
    const sent = await compressedFor(body, acceptEncoding)
    return { status: 200, headers: [...head, ...contentHeaders(sent, type)], body: sent.body, call }
  }

  async function reply(query: EarlyQuery, call: Call, context: () => Promise<Context>): Promise<EarlyReply | null> {
    if (needsLookup(query)) return null
    const passed = await options.pass(query)
    call.isKnownDocument = passed.known !== null
    const asked = askedOperation(query)
    if (!asked) return null
    const key = cached && cacheKeyOf(query, asked)
    const answered = await fromCache(query, call, key)
    if (answered !== 'MISSED') return answered
    if (!options.isStored(asked.query)) return null
    const fill = key === null ? undefined : cached?.begin(key, call)
    try {
      const answer = await options.read({ request: query, call, asked, context })
      if (!answer || options.isTooLarge(answer.body)) return null
      fill?.keep(answer.body, answer.type)
      return await replyWith(query, call, answer)
    } finally {
      fill?.end()
    }
  }

  return {
    parse(body) {
      try {
        const parsed = parseJson(body, options.jsonLimits)
        return isRecord(parsed) ? parsed : null
      } catch {
        return null
      }
    },

    async answer(query, isGone) {
      const { log, notes, begun, raw } = query
      const { url } = raw
      leaveOutAbsent(query)
      const call = newCall({ requestId: begun.requestId, log, notes, turn: begun.turn })
      begun.end = () => call.done()
      const context = options.makeContext(query)
      const answer = await reply(query, call, context).catch(() => null)
      if (answer || isGone()) call.done()
      else {
        raw.url = url
        options.leave(raw, { call, context })
      }
      return answer
    },
  }
}

/** An answer that no cache keeps. */
function privateReply(
  call: Call,
  { left }: Begun,
  { type, isListed, ...sent }: SentText & Pick<KnownAnswer, 'type' | 'isListed'>,
): EarlyReply {
  const headers = [
    ...Object.entries(left).flat(),
    ...['cache-control', NO_STORE],
    ...(isListed ? [] : NOT_LISTED),
    ...contentHeaders(sent, type),
  ]
  return { status: 200, headers, body: sent.body, call }
}
