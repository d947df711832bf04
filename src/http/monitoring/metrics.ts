import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { unauthenticated } from '../../errors/errors.ts'

export interface ServedMetrics {
  /** Who reads them sends it as `Authorization: Bearer …` */
  readonly token: string
  readonly contentType: string
  readonly text: () => Promise<string>
}

/** `/metrics`, for Prometheus. Also while the server is busy: then it is needed most. */
export function serveMetrics(fastify: FastifyInstance, { token, contentType, text }: ServedMetrics): void {
  const right = digestOf(`Bearer ${token}`)
  fastify.get('/metrics', async ({ headers }, reply) => {
    if (!timingSafeEqual(digestOf(headers.authorization ?? ''), right))
      throw unauthenticated('Send the value of METRICS_TOKEN: Authorization: Bearer <token>.')
    return reply.type(contentType).send(await text())
  })
}

/** Of one length, so that they can be compared in constant time. */
function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
