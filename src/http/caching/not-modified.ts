import type { FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from './etag.ts'

/** Sets the validator. If the client has what it stands for, the reply becomes 304, to be sent without a body. */
export function isNotModified({ headers }: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('etag', etag)
  if (!isKnown(headers['if-none-match'], etag)) return false
  for (const name of ['content-type', 'content-encoding', 'content-length']) reply.removeHeader(name)
  reply.code(304)
  return true
}
