import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Env } from '../../config/env.ts'
import { optionalPackage, packageIsMissing } from '../../lib/optional-package.ts'
import { IMMUTABLE, REVALIDATE } from '../caching/cache-control.ts'
import { constantText } from '../caching/constant-text.ts'
import { compressAll } from '../compression/compression.ts'
import { readDeskExamples, readExamples } from './examples.ts'
import { explorerPage } from './explorer-page.ts'

/**
 * Scripts, fonts and workers come only from here, so the page works without the network and runs no code of others.
 * Styles may be inline, since the editor (Monaco) writes its own; images may be any, since the response view previews them.
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

const ASSETS = join(import.meta.dirname, 'assets')

/** GraphiQL at /explorer, with its files out of the npm package ruru, and ready examples. */
export async function serveExplorer(
  fastify: FastifyInstance,
  { site, production }: Pick<Env, 'site' | 'production'>,
): Promise<void> {
  const root = await optionalPackage('ruru', ruruFolder)
  if (root === null) return serveAbsence(fastify)
  const base = `/explorer/${await versionOf(root)}`
  const token = production ? 'TOKEN' : 'dev-editor'
  const examples = { readers: await readExamples(), desk: await readDeskExamples(token) }
  const page = explorerPage(site.name, examples, token, base)
  const send = constantText({ text: page, type: 'text/html; charset=utf-8', cacheControl: REVALIDATE })
  fastify.get('/explorer', async (request, reply) => send(request, reply.header('content-security-policy', POLICY)))
  await fastify.register(async (scope) => {
    await compressAll(scope)
    for (const [name, folder] of [
      ['ruru', root],
      ['assets', ASSETS],
    ] as const) {
      await scope.register(fastifyStatic, {
        root: folder,
        prefix: `${base}/${name}/`,
        decorateReply: false,
        index: false,
        cacheControl: false,
        setHeaders: (reply) => reply.header('cache-control', IMMUTABLE),
      })
    }
  })
}

/** Changes with the files, so that what is at an address never changes. */
async function versionOf(root: string): Promise<string> {
  const files = [join(dirname(root), 'package.json'), join(ASSETS, 'explorer.js'), join(ASSETS, 'explorer.css')]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return hash('sha256', texts.join('\0')).slice(0, 12)
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
