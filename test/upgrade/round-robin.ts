import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { atEnd } from '../helpers/at-end.ts'

const LOOK_EVERY_MS = 50

interface Backend {
  readonly url: string
  isReady: boolean
}

/**
 * A proxy as they all are: the servers take turns, those that /readyz reports as not ready get no requests, connections are used again, and what could
 * not be sent to one server goes to the next.
 */
export async function roundRobin() {
  const backends: Backend[] = []
  const agent = new Agent({ keepAlive: true })
  let turn = 0

  const ready = () => backends.filter(({ isReady }) => isReady)

  const next = (): Backend | undefined => {
    turn += 1
    return ready()[turn % Math.max(1, ready().length)]
  }

  async function forward(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(asked)
    const attempt = (left: number): void => {
      const backend = next()
      if (!backend) return void answer.writeHead(502).end('no server is ready')
      const { method, headers, url } = asked
      const sent = request(new URL(url ?? '/', backend.url), { method, headers, agent })
      sent.on('response', (response) => {
        const { connection: _ofTheOtherSide, ...others } = response.headers
        answer.writeHead(response.statusCode ?? 502, others)
        response.pipe(answer)
      })
      sent.on('error', (error) => {
        const isRefused = 'code' in error && error.code === 'ECONNREFUSED'
        if (isRefused && left > 0) attempt(left - 1)
        else if (answer.headersSent) answer.destroy()
        else answer.writeHead(502).end(String(error))
      })
      sent.end(body)
    }
    attempt(backends.length)
  }

  function upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    const backend = next()
    if (!backend) return void socket.destroy()
    const { headers, url } = asked
    const sent = request(new URL(url ?? '/', backend.url), { headers, agent: false })
    const end = () => socket.destroy()
    sent.on('error', end)
    sent.on('response', end)
    sent.on('upgrade', (response, other, first) => {
      const lines = response.rawHeaders.reduce((text, part, at) => text + part + (at % 2 === 0 ? ': ' : '\r\n'), '')
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`)
      if (first.length > 0) socket.write(first)
      if (head.length > 0) other.write(head)
      for (const [from, to] of [
        [socket, other],
        [other, socket],
      ] as const) {
        from.on('error', () => to.destroy())
        from.on('close', () => to.destroy())
        from.pipe(to)
      }
    })
    sent.end()
  }

  const look = setInterval(() => {
    for (const backend of backends)
      void statusOf(`${backend.url}/readyz`).then((status) => {
        backend.isReady = status === 200
      })
  }, LOOK_EVERY_MS)

  const server = createServer((asked, answer) => void forward(asked, answer))
  server.on('upgrade', upgrade)
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  atEnd(() => {
    clearInterval(look)
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${isAddress(address) ? address.port : 0}`,
    add: (url: string) => void backends.push({ url, isReady: false }),
    remove: (url: string) =>
      void backends.splice(
        backends.findIndex((backend) => backend.url === url),
        1,
      ),
    ready: () => ready().map(({ url }) => url),
  }
}

const isAddress = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === 'object' && address !== null

/** Null: nobody answers. */
function statusOf(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    const sent = request(url, { agent: false })
    sent.on('error', () => resolve(null))
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    sent.end()
  })
}
