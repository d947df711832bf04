import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/**
 * Picture files under /media. Their names carry a hash of their content, so they may be kept for ever.
 * They were uploaded by people: the policy keeps an SVG from running scripts when it is opened on its own.
 */
export async function serveMedia(fastify: FastifyInstance, mediaDir: string): Promise<void> {
  await mkdir(mediaDir, { recursive: true })
  await fastify.register(fastifyStatic, {
    root: resolve(mediaDir),
    prefix: '/media/',
    decorateReply: false,
    index: false,
    list: false,
    dotfiles: 'ignore',
    maxAge: '365d',
    immutable: true,
    setHeaders(reply) {
      reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      reply.header('cross-origin-resource-policy', 'cross-origin')
    },
  })
}
