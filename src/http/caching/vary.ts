import type { FastifyReply } from 'fastify'

/** Adds names of headers of the request on which the answer depends. */
export function varyBy(reply: FastifyReply, names: readonly string[]): void {
  const before = String(reply.getHeader('vary') ?? '')
  const listed = before.toLowerCase().split(/\s*,\s*/)
  const added = names.filter((name) => !listed.includes(name))
  reply.header('vary', [...(before === '' ? [] : [before]), ...added].join(', '))
}
