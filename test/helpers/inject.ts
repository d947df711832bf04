import type { FastifyInstance } from 'fastify'
import lightMyRequest, { type InjectOptions } from 'light-my-request'

/** Fastify's own `inject` leaves out what is answered before Fastify (src/http/early): this one asks the server as the network does. */
export function injectsThroughServer<App extends FastifyInstance>(app: App): App {
  Object.defineProperty(app, 'inject', {
    value: async (options: string | InjectOptions) => {
      await app.ready()
      return lightMyRequest((request, response) => app.server.emit('request', request, response), options)
    },
  })
  return app
}
