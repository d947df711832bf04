import type { FastifyInstance } from 'fastify'

/**
 * Lets go of connections while the server closes. Node closes those that are idle at that moment; one that is busy would be kept alive
 * after its answer, for a minute and more, and the close would wait for it.
 *
 * @returns whether it closes
 */
export function endConnectionsOnClose(fastify: FastifyInstance): () => boolean {
  let isClosing = false

  fastify.addHook('preClose', async () => {
    isClosing = true
  })
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done()
  })
  return () => isClosing
}
