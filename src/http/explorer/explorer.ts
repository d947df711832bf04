import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Env } from '../../config/env.ts'
import { optionalPackage, packageIsMissing } from '../../lib/optional-package.ts'
import { readExamples } from './examples.ts'
import { explorerPage } from './explorer-page.ts'

/**
 * Scripts, fonts and workers come from here alone, so the page works without the network and runs nobody else's code.
 * Styles may be inline, since the editor (Monaco) writes its own; pictures may be any, since the response view previews them.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: http: https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** GraphiQL at /explorer, with its files out of the npm package ruru, and ready examples. */
export async function serveExplorer(
  fastify: FastifyInstance,
  { site, production }: Pick<Env, 'site' | 'production'>,
): Promise<void> {
  const root = await optionalPackage('ruru', ruruFolder)
  if (root === null) return serveAbsence(fastify)
  const page = explorerPage(site.name, await readExamples(), production ? 'TOKEN' : 'dev-editor')
  fastify.get('/explorer', async (_request, reply) => {
    return reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(page)
  })
  await fastify.register(fastifyStatic, {
    root,
    prefix: '/explorer/ruru/',
    decorateReply: false,
    index: false,
  })
  await fastify.register(fastifyStatic, {
    root: join(import.meta.dirname, 'assets'),
    prefix: '/explorer/assets/',
    decorateReply: false,
    index: false,
  })
}

/** The explorer is a convenience: the API is served without it, and the address says how to get it. */
function serveAbsence(fastify: FastifyInstance): void {
  const missing = packageIsMissing('The explorer', 'ruru')
  fastify.log.warn(missing)
  fastify.get('/explorer', async (_request, reply) => {
    return reply.code(503).type('text/plain; charset=utf-8').send(`${missing}\nThe API itself is at /graphql.\n`)
  })
}

/** The package exports its code only; the built files are next to it. */
async function ruruFolder(): Promise<string> {
  const code = createRequire(import.meta.url).resolve('ruru/static')
  return join(dirname(dirname(code)), 'static')
}
