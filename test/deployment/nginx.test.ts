import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type RequestOptions, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { startServer } from '../helpers/server-process.ts'
import { encoded, PREFLIGHT, uploadParts } from '../media/uploading.ts'
import { hasNginx, startNginx } from './nginx.ts'

// Two servers behind nginx, with the configuration of docs/examples, as docs/deployment.md says.

vi.setConfig({ testTimeout: 300_000 })
const POLL = { timeout: 60_000, interval: 50 }

const CLIENT = '127.0.0.2'
const LIVE = 'subscription { articleChanges { kind article { slug } } }'

let nginx: Awaited<ReturnType<typeof startNginx>>
let servers: Awaited<ReturnType<typeof startServer>>[]
let variables: (port: number) => Record<string, string>

beforeAll(async () => {
  if (!hasNginx || !onPostgresql) return
  const ports = [await freePort(), await freePort()] as const
  nginx = await startNginx(ports)
  const database = variablesOf(await testConnection('seeded'))
  const store = await temporaryFolder()
  variables = (port) => ({
    ...database,
    ...{ MEDIA_DIR: store, PORT: String(port), RATE_LIMITS: 'false' },
    ...{ TRUST_PROXY: '127.0.0.1', PUBLIC_URL: nginx.url, SHUTDOWN_DELAY_MS: '2000' },
  })
  servers = [await startServer(variables(ports[0])), await startServer(variables(ports[1]))]
})

interface Sent extends RequestOptions {
  readonly body?: string | Uint8Array
}

interface Got {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** A connection that nginx closes just when it is used again is not the end: clients then open another, as RFC 9112 says in section 9.3.1. */
async function ask(path: string, { body, ...options }: Sent = {}): Promise<Got> {
  const sent = request(`${nginx.url}${path}`, { ca: nginx.certificate, agent: false, ...options })
  sent.end(body)
  try {
    const [response] = await once(sent, 'response')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  } catch (error) {
    const isClosed = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
    if (!isClosed || !sent.reusedSocket) throw error
    return ask(path, { body, ...options, agent: false })
  }
}

const json = { 'content-type': 'application/json' }
const desk = { ...json, authorization: 'Bearer dev-editor' }
const asked = (query: string, given: object = {}) => JSON.stringify({ query, variables: given })

/** @returns the slug */
async function publish(headline: string): Promise<string> {
  const made = await acted('createArticle', {
    headline,
    locale: 'en',
    topics: [{ slug: 'egypt' }],
    body: [{ paragraph: { html: 'Text.' } }],
  })
  return (await acted('publishArticle', { id: made.id, version: made.version })).slug
}

async function acted(mutation: string, input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { it: ${mutation}(input: $input) { article { id version slug } userErrors { message } } }`
  const { status, body } = await ask('/graphql', { method: 'POST', headers: desk, body: asked(query, { input }) })
  const { data } = JSON.parse(body)
  expect({ status, userErrors: data?.it.userErrors }).toEqual({ status: 200, userErrors: [] })
  return data.it.article
}

describe.runIf(hasNginx && onPostgresql)('Behind nginx (PostgreSQL only: there are two servers)', () => {
  it('health is reported, and both servers answer', async () => {
    for (let time = 0; time < 6; time++) expect(await ask('/healthz')).toMatchObject({ status: 200 })
    for (let time = 0; time < 6; time++)
      await ask('/graphql', { method: 'POST', headers: json, body: asked(`{ a${time}: __typename }`) })

    for (const { output } of servers) await expect.poll(output, POLL).toContain('"path":"/graphql"')
  })

  it("the log has the client's real address, also where the client claims another", async () => {
    const headers = { ...json, 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'the-real-address' }
    await ask('/graphql', { method: 'POST', headers, localAddress: CLIENT, body: asked('{ __typename }') })

    const lines = () =>
      servers.flatMap(({ output }) =>
        output()
          .split('\n')
          .filter((line) => line.includes('the-real-address')),
      )
    await expect.poll(() => lines().length, POLL).toBe(1)
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ address: CLIENT })
  })

  it('a change comes over a WebSocket', async () => {
    class Trusting extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[], options?: ClientOptions) {
        super(address, protocols, { ...options, ca: nginx.certificate })
      }
    }
    const client = createClient({
      url: `${nginx.url.replace('https', 'wss')}/graphql`,
      webSocketImpl: Trusting,
      retryAttempts: 0,
    })
    atEnd(() => client.dispose())
    const connected = new Promise((resolve) => client.on('connected', resolve))
    const changes = client.iterate({ query: LIVE })
    const first = changes.next()
    await connected
    await delay(1000)

    const slug = await publish('A Bridge Over a Socket')

    expect((await first).value).toMatchObject({ data: { articleChanges: { kind: 'PUBLISHED', article: { slug } } } })
    await changes.return?.()
  })

  it('a change comes as a Server-Sent Event while the response is open', async () => {
    const headers = { ...json, accept: 'text/event-stream' }
    const sent = request(`${nginx.url}/graphql`, { method: 'POST', headers, ca: nginx.certificate, agent: false })
    sent.end(asked(LIVE))
    const [response] = await once(sent, 'response')
    atEnd(() => response.destroy())
    let received = ''
    response.on('data', (chunk: Buffer) => (received += String(chunk)))
    response.on('error', () => {})
    await delay(1000)

    const slug = await publish('A Bridge in an Event')

    await expect.poll(() => received, POLL).toContain(slug)
    expect(response.complete).toBe(false)
    response.destroy()
  })

  it('an image of 20 MB is uploaded', async () => {
    const width = 2600
    const bytes = await sharp(randomBytes(width * width * 3), { raw: { width, height: width, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer()
    expect(bytes.length).toBeGreaterThan(20_000_000)
    const { type, payload } = await encoded(uploadParts(new Uint8Array(bytes)))
    const headers = { 'content-type': type, authorization: desk.authorization, ...PREFLIGHT }

    const { status, body } = await ask('/graphql', { method: 'POST', headers, body: payload })

    expect({ status, body }).toMatchObject({
      status: 200,
      body: expect.stringContaining(`"sizeBytes":${bytes.length}`),
    })
    const { pathname, origin } = new URL(JSON.parse(body).data.uploadImage.image.url)
    expect(origin).toBe(nginx.url)
    expect(pathname).toMatch(/^\/media\//)
  })

  it('a reload of nginx, and a server that stops and comes back, fail no request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: nginx.certificate })
    const failures: unknown[] = []
    let isOver = false
    let answers = 0
    const load = Array.from({ length: 6 }, async (_, index) => {
      while (!isOver) {
        const query =
          index % 3 === 0 ? '{ viewer { name } }' : `{ articles(first: ${1 + (answers % 9)}) { nodes { headline } } }`
        const headers = index % 3 === 0 ? desk : json
        try {
          const { status, body } = await ask('/graphql', {
            ...{ method: 'POST', headers, body: asked(query) },
            ...(index % 2 === 0 && { agent }),
          })
          if (status !== 200 || body.includes('"errors"')) failures.push({ status, body })
        } catch (error) {
          failures.push(error)
        }
        answers += 1
        await delay(20 + index * 10)
      }
    })
    const more = async (count: number) => {
      const before = answers
      await expect.poll(() => answers, POLL).toBeGreaterThan(before + count)
    }
    await more(50)

    nginx.reload()
    await more(50)
    const [leaving] = servers
    leaving?.child.kill('SIGTERM')
    expect((await leaving?.ended)?.code).toBe(0)
    await more(50)
    await startServer(variables(Number(new URL(leaving?.url ?? '').port)))
    await more(100)
    isOver = true
    await Promise.all(load)
    agent.destroy()

    expect(failures).toEqual([])
    expect(await nginx.said()).toContain('reconfiguring')
  })
})
