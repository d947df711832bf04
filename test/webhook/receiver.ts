import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { atEnd } from '../helpers/at-end.ts'

/** A request as it arrived. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Of the body */
  readonly json: {
    type: string
    timestamp: string
    data: { subjectId: string; paths: string[]; tags: string[]; payload: Record<string, unknown> }
  }
  readonly id: string
}

/** What the receiver does with a request; it must answer, or leave it. */
export type Answering = (received: Received, response: ServerResponse) => void

const accept: Answering = (_received, response) => void response.writeHead(204).end()

/** A server that takes deliveries. It listens on 127.0.0.1, which only WEBHOOK_ALLOWED_HOSTS allows. */
export async function receiver(answering: Answering = accept) {
  const received: Received[] = []
  let answer = answering
  /** How many are being answered, and the most of them at a time */
  const open = { now: 0, most: 0 }
  const server = createServer(async (request, response) => {
    open.now += 1
    open.most = Math.max(open.most, open.now)
    response.on('close', () => {
      open.now -= 1
    })
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const body = Buffer.concat(pieces)
    const { headers, url: path = '' } = request
    const one = { path, headers, body, json: JSON.parse(body.toString()), id: String(headers['webhook-id']) }
    received.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    open,
    of: (path: string) => received.filter((one) => one.path === path),
    answers(next: Answering) {
      answer = next
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof receiver>>

/** Answers with a status. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answering =>
  (_received, response) =>
    void response.writeHead(code, headers).end()

/** By the library of Standard Webhooks. */
export function isVerified(secret: string, { body, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(
      body,
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    )
    return true
  } catch {
    return false
  }
}

/** By the words of the specification, over the bytes. */
export function isSigned(secret: string, { body, headers }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body])
  const expected = createHmac('sha256', key).update(content).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => signature.split(','))
    .some(([version, value = '']) => {
      const sent = Buffer.from(value, 'base64')
      return version === 'v1' && sent.length === expected.length && timingSafeEqual(sent, expected)
    })
}
