import type { FastifyReply, FastifyRequest } from 'fastify'
import { COMPRESSORS, type Encoding, encodingFor } from '../compression/encodings.ts'
import { etagOf } from './etag.ts'
import { isNotModified } from './not-modified.ts'
import { varyBy } from './vary.ts'

export interface ConstantText {
  readonly text: string
  /** The media type */
  readonly type: string
  readonly cacheControl: string
}

/** Sends a public text that never changes while the server runs. It is compressed once for each encoding, when first asked for. */
export function constantText({ text, type, cacheControl }: ConstantText) {
  const etag = etagOf(type, text)
  const bodies = new Map<Encoding, Promise<Buffer>>()

  function bodyIn(encoding: Encoding): Promise<Buffer> {
    const known = bodies.get(encoding)
    if (known) return known
    const made = COMPRESSORS[encoding](text)
    bodies.set(encoding, made)
    return made
  }

  return async function send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    varyBy(reply, ['accept-encoding'])
    reply.header('cache-control', cacheControl)
    if (isNotModified(request, reply, etag)) return reply.send()
    reply.header('content-type', type)
    const encoding = encodingFor(request.headers['accept-encoding'])
    return encoding ? reply.header('content-encoding', encoding).send(await bodyIn(encoding)) : reply.send(text)
  }
}
