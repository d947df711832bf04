import type { FastifyRequest } from 'fastify'

/** A proxy's client may send a whole address as the target of its request (RFC 9112, section 3.2.2). */
const TARGET = /^(?:https?:\/\/[^/?#]*)?\/media\/[A-Za-z0-9._/-]*$/i

/**
 * Whether a request has the one form of an address of a file. With `?x=1`, or with letters written as `%2f`, one file would have any number of
 * addresses, and a cache in front of this server would store each. Names of files and signatures never need an encoding.
 */
export function hasPlainPath({ raw }: FastifyRequest): boolean {
  return TARGET.test(raw.url ?? '')
}
