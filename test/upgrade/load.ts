import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { FIRST_IMAGE } from '../crash/route.ts'
import { sendOnce } from '../crash/send.ts'
import { type Call, Writer } from '../crash/writer.ts'
import { atEnd } from '../helpers/at-end.ts'

const FRONT = '{ articles(first: 5) { nodes { headline slug } } }'
const FOUND = `query ($words: String!) { articles(first: 3, where: { headline: { contains: $words } }) { nodes { headline topics { topic { name } } } }
  topics(first: 3) { nodes { name articles(first: 2) { nodes { slug } } } } }`
const LIVE = 'subscription ($after: String) { articleChanges(after: $after) { cursor kind article { slug } } }'

interface Published {
  readonly id: string
  readonly version: number
  readonly slug: string
}

interface Sent {
  readonly query: string
  readonly variables?: object
  readonly token?: string
  /** A connection of its own for each request when absent */
  readonly agent?: Agent
}

/** A newsroom and its readers, until `stop`. What is not answered as it should be is a failure. */
export function startLoad(url: string) {
  const failures: string[] = []
  const published: Published[] = []
  const heard: string[] = []
  const agent = new Agent({ keepAlive: true })
  const socket = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  let isOver = false
  let answers = 0
  let connections = 0

  async function asked(what: string, sent: Sent): Promise<unknown> {
    try {
      const { status, body } = await ask(url, sent)
      answers += 1
      const { data, errors } = JSON.parse(body)
      if (status === 200 && !errors && data) return data
      failures.push(`${what}: ${status} ${body}`)
    } catch (error) {
      failures.push(`${what}: ${error}`)
    }
    return null
  }

  async function reads(what: string, next: () => Sent, pauseMs: number): Promise<void> {
    while (!isOver) {
      await asked(what, next())
      await delay(pauseMs)
    }
  }

  /** Saves without idempotency keys: an answer that is lost is not asked for again. */
  async function publishes(): Promise<void> {
    while (!isOver) {
      const headline = `Made ${randomUUID()}`
      const made = await acted('createArticle', { headline, locale: 'en', body: [{ paragraph: { html: 'Text.' } }] })
      const saved =
        made && (await acted('updateArticle', { ...at(made), kicker: 'Talks', topics: [{ slug: 'egypt' }] }))
      const live = saved && (await acted('publishArticle', at(saved)))
      if (live) published.push(live)
      await delay(50)
    }
  }

  async function acted(mutation: string, input: object): Promise<Published | null> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { it: ${mutation}(input: $input) { article { id version slug } userErrors { code message } } }`
    const data = await asked(mutation, { query, variables: { input }, token: 'dev-editor', agent })
    if (!isPayload(data)) return null
    if (data.it.article === null) failures.push(`${mutation}: ${JSON.stringify(data)}`)
    return data.it.article
  }

  /** Connects again, with the cursor of the last change, when the server asks for it. */
  async function follows(): Promise<void> {
    let after: string | null = null
    while (!isOver) {
      connections += 1
      try {
        const changes: AsyncIterable<{ data?: unknown }> = socket.iterate({ query: LIVE, variables: { after } })
        for await (const { data } of changes) {
          if (!isChange(data)) throw new Error(`a strange change: ${JSON.stringify(data)}`)
          const { cursor, kind, article } = data.articleChanges
          after = cursor
          if (kind === 'PUBLISHED' && article) heard.push(article.slug)
          else if (kind === 'RESYNC') failures.push('a change was missed')
        }
      } catch (error) {
        // The server stops (1001).
        if (!(error instanceof Object && 'code' in error && error.code === 1001))
          failures.push(`a subscription: ${error}`)
      }
      await delay(20)
    }
  }

  const strictly = async (_url: string, call: Call) => {
    const { status, answer } = await sendOnce(url, call)
    answers += 1
    if (status !== 200) failures.push(`${call.mutation}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
  const writers = [new Writer(0, strictly), new Writer(FIRST_IMAGE, strictly)]

  const running = [
    ...[25, 40].map((pauseMs) => reads('the front', () => ({ query: FRONT, agent }), pauseMs)),
    reads('the front, over a new connection', () => ({ query: FRONT }), 60),
    ...[30, 70].map((pauseMs) =>
      reads('a search', () => ({ query: FOUND, variables: { words: randomUUID().slice(0, 3) }, agent }), pauseMs),
    ),
    reads('a draft', () => ({ query: FRONT, token: 'dev-editor', agent }), 80),
    publishes(),
    ...writers.map((writer) => writer.write(url, () => isOver)),
  ]
  const following = follows()
  atEnd(() => {
    isOver = true
    agent.destroy()
    return socket.dispose()
  })

  return {
    failures,
    published,
    heard,
    writers,
    answers: () => answers,
    connections: () => connections,
    /** Resolves when all has been answered, and the subscriber has what was published. */
    async stop(): Promise<void> {
      isOver = true
      await Promise.all(running)
      const until = performance.now() + 30_000
      while (heard.length < published.length && performance.now() < until) await delay(50)
      await socket.dispose()
      await following
      agent.destroy()
    },
  }
}

const at = ({ id, version }: Published) => ({ id, version })

function ask(
  url: string,
  { query, variables, token, agent }: Sent,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const sent = request(`${url}/graphql`, { method: 'POST', headers, agent: agent ?? false })
    sent.on('error', reject)
    sent.on('response', (response) =>
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject),
    )
    sent.end(JSON.stringify({ query, variables }))
  })
}

const isPayload = (data: unknown): data is { it: { article: Published | null } } =>
  typeof data === 'object' && data !== null && 'it' in data

interface Change {
  readonly articleChanges: {
    readonly cursor: string
    readonly kind: string
    readonly article: { readonly slug: string } | null
  }
}

const isChange = (data: unknown): data is Change =>
  typeof data === 'object' && data !== null && 'articleChanges' in data
