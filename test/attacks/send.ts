import { type Agent, type OutgoingHttpHeaders, request } from 'node:http'

export interface Attack {
  readonly method?: string
  readonly path?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
  /** A connection of its own if omitted */
  readonly agent?: Agent
}

export interface Answer {
  /** 0 where the connection was closed without an answer */
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  readonly ms: number
}

const JSON_BODY = { 'content-type': 'application/json' }

/** More than any answer may take. */
const GIVE_UP_MS = 60_000

/** Sends a request from this address. An answer is read even if the request could not be sent whole. */
export function send(url: string, from: string, attack: Attack): Promise<Answer> {
  const { method = 'POST', path = '/graphql', body = '', agent = false } = attack
  const started = performance.now()
  return new Promise((resolve) => {
    const done = (status: number, headers: Answer['headers'], text: string) =>
      resolve({ status, headers, body: text, ms: performance.now() - started })
    let isAnswered = false
    const headers = { 'x-forwarded-for': from, ...(attack.headers ?? JSON_BODY) }
    const sent = request(`${url}${path}`, { method, agent, timeout: GIVE_UP_MS, headers }, (response) => {
      isAnswered = true
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('close', () => done(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString()))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', (error) => {
      if (!isAnswered) done(0, {}, error.message)
    })
    sent.end(body)
  })
}

/** A GraphQL request as JSON. */
export function operation(query: string, variables?: unknown, headers: OutgoingHttpHeaders = {}): Attack {
  return { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify({ query, variables }) }
}
