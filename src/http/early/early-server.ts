import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { AnswerEarly } from './early-answers.ts'

/** As Fastify sets it: longer than proxies keep a connection that nobody uses, in milliseconds. */
const KEEP_ALIVE_MS = 72_000

export interface EarlyServer {
  /** @param handler gets what is not answered early */
  make(handler: RequestListener): Server
  /** From now on until the server closes */
  use(fastify: FastifyInstance, answer: AnswerEarly): void
}

/** Node's server with a place for answers before Fastify: it is made before there is anything to answer with. */
export function earlyServer(options: ServerOptions): EarlyServer {
  let answer: AnswerEarly | null = null
  return {
    make(handler) {
      const server = createServer(options, (request, response) => {
        if (!answer?.(request, response, handler)) handler(request, response)
      })
      server.keepAliveTimeout = KEEP_ALIVE_MS
      return server
    },
    use(fastify, given) {
      answer = given
      // While it closes, each answer ends its connection: that is for Fastify.
      fastify.addHook('preClose', async () => {
        answer = null
      })
    },
  }
}
