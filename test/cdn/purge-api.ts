import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { atEnd } from '../helpers/at-end.ts'

/** A purge that was accepted. */
export interface Purge {
  readonly tags: readonly string[]
  readonly isSoft: boolean
}

interface Refusal {
  readonly status: number
  readonly retryAfter?: string
}

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly purge?: Purge
}

/** A CDN's purge API on this machine, which refuses what the real one would. */
export interface PurgeApi {
  readonly url: string
  readonly purges: readonly Purge[]
  /** All tags that were purged, each once */
  tags(): ReadonlySet<string>
  /** How many requests came, refused ones too */
  requests(): number
  /** Refuses everything until it is called with null. */
  refuse(refusal: Refusal | null): void
  forget(): void
}

export const SERVICE = 'service-of-the-daily'
export const TOKEN = 'token-of-the-cdn'

const surrogateKeys = z.object({
  surrogate_keys: z
    .array(z.string().regex(/^\S{1,1024}$/))
    .min(1)
    .max(256),
})
const cacheTags = z.object({
  tags: z
    .array(z.string().regex(/^[^\s,]{1,1024}$/))
    .min(1)
    .max(100),
})

/** api.fastly.com: at most 256 keys in a request, soft on request. */
export function startFastly(): Promise<PurgeApi> {
  return startPurgeApi(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== `/service/${SERVICE}/purge`)
      return { status: 404, body: { msg: 'Record not found' } }
    if (headers['fastly-key'] !== TOKEN)
      return { status: 401, body: { msg: 'Provided credentials are missing or invalid' } }
    const { success, data } = surrogateKeys.safeParse(JSON.parse(body))
    if (!success) return { status: 400, body: { msg: 'Bad request' } }
    const purge = { tags: data.surrogate_keys, isSoft: headers['fastly-soft-purge'] === '1' }
    return { status: 200, body: Object.fromEntries(purge.tags.map((tag) => [tag, `1-1-${tag}`])), purge }
  })
}

/** api.cloudflare.com: at most 100 tags in a request, never soft. */
export function startCloudflare(): Promise<PurgeApi> {
  return startPurgeApi(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== `/zones/${SERVICE}/purge_cache`)
      return refusedBy('Could not route to the path', 404)
    if (headers.authorization !== `Bearer ${TOKEN}`) return refusedBy('Authentication error', 403)
    const { success, data } = cacheTags.safeParse(JSON.parse(body))
    if (!success) return refusedBy('Unable to purge: too many tags', 400)
    return { status: 200, body: { success: true, errors: [], result: {} }, purge: { tags: data.tags, isSoft: false } }
  })
}

function refusedBy(message: string, status: number): Answer {
  return { status, body: { success: false, errors: [{ code: 1, message }] } }
}

async function startPurgeApi(answer: (request: Request) => Answer): Promise<PurgeApi> {
  const purges: Purge[] = []
  let refusal: Refusal | null = null
  let requests = 0
  const server = createServer(async (incoming, response) => {
    requests += 1
    const body = await text(incoming)
    response.setHeader('content-type', 'application/json')
    if (refusal) {
      if (refusal.retryAfter !== undefined) response.setHeader('retry-after', refusal.retryAfter)
      response.writeHead(refusal.status).end('{"msg":"not now"}')
      return
    }
    const { method = '', url: path = '', headers } = incoming
    const { status, body: said, purge } = answer({ method, path, headers, body })
    if (purge) purges.push(purge)
    response.writeHead(status).end(JSON.stringify(said))
  })
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address()
      if (typeof bound === 'object' && bound !== null) resolve(bound)
      else reject(new Error('no address'))
    })
  })
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${address.port}`,
    purges,
    tags: () => new Set(purges.flatMap(({ tags }) => tags)),
    requests: () => requests,
    refuse: (given) => {
      refusal = given
    },
    forget: () => purges.splice(0),
  }
}
