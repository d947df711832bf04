import { Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

const LOOK_EVERY_MS = 50

/**
 * Takes no new connections, and asks each client, with its next answer, to end the one that it has. Node's own close ends idle connections at
 * once, while a client may be sending its next request. Resolves when there are none left, or after this time.
 */
export async function drain({ server, live }: FastifyInstance, mostMs: number): Promise<void> {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  Server.prototype.close.call(server)
  live?.stop()
  const until = performance.now() + mostMs
  while (performance.now() < until && (await connectionsOf(server)) > 0)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
