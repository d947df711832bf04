import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { fastify } from 'fastify'
import { documentOf, type Files, failureDocument } from './document.ts'
import { headersOf } from './headers.ts'
import { loadPage, type Source } from './load-page.ts'
import { renderPage } from './render-page.tsx'

interface SiteOptions extends Source {
  publicCopydeskUrl: string
  /** The folder of `vite build`. */
  client: string
}

/** The site as a Fastify server. It stores nothing: every page is read from Copydesk. */
export async function createSite({ copydeskUrl, defaultLocale, publicCopydeskUrl, client }: SiteOptions) {
  const files = await builtFiles(client)
  const site = fastify({ logger: { level: 'warn' }, routerOptions: { ignoreTrailingSlash: false } })

  await site.register(fastifyStatic, { root: client, serve: false })
  const forever = { immutable: true, maxAge: '365d' }
  site.get('/assets/:file', (request, reply) => reply.sendFile(`assets/${fileOf(request.params)}`, forever))
  site.get('/favicon.svg', (_request, reply) => reply.sendFile('favicon.svg', { maxAge: '1d' }))

  site.get('/*', async (request, reply) => {
    const loaded = await loadPage(new URL(request.url, 'http://site.invalid'), { copydeskUrl, defaultLocale })
    if ('location' in loaded) return reply.redirect(loaded.location, loaded.status)
    const html = documentOf({ loaded, files, copydeskUrl: publicCopydeskUrl, content: renderPage(loaded) })
    return reply.code(loaded.status).headers(headersOf(loaded, publicCopydeskUrl)).type(HTML).send(html)
  })

  // Copydesk is away, or refuses: say so, and let nobody store it.
  site.setErrorHandler((error, request, reply) => {
    request.log.error(error)
    return reply
      .code(503)
      .headers({ 'retry-after': '10', 'cache-control': 'no-store' })
      .type(HTML)
      .send(failureDocument(files))
  })
  return site
}

const HTML = 'text/html; charset=utf-8'

/** The names that Vite gave to the script and the style of the pages. */
async function builtFiles(folder: string): Promise<Files> {
  const manifest: Record<string, { file: string; css?: string[] }> = JSON.parse(
    await readFile(join(folder, '.vite/manifest.json'), 'utf8'),
  )
  const entry = manifest['src/client.tsx']
  if (!entry) throw new Error('dist/client is not complete: run npm run build')
  return { script: `/${entry.file}`, styles: (entry.css ?? []).map((file) => `/${file}`) }
}

function fileOf(parameters: unknown): string {
  return typeof parameters === 'object' && parameters && 'file' in parameters ? String(parameters.file) : ''
}
