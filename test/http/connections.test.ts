import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'
import { smallServer } from './small-server.ts'

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 20\r\n'

async function listening(variables: Record<string, string>, prepare = (_server: FastifyInstance) => {}) {
  const server = await smallServer({ variables })
  prepare(server)
  await server.listen({ port: 0, host: '127.0.0.1' })
  atEnd(() => server.close())
  return server
}

async function open({ server }: FastifyInstance): Promise<Socket> {
  const { port }: Partial<AddressInfo> = Object(server.address())
  const socket = connect(port ?? 0, '127.0.0.1')
  socket.on('error', () => {})
  atEnd(async () => socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function answerTo(socket: Socket): Promise<string> {
  let text = ''
  for await (const piece of socket) text += piece
  return text
}

const connectionsOf = ({ server }: FastifyInstance) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )

describe('a connection', () => {
  it.each([
    ['sends no headers to the end', HEAD],
    ['sends no body to the end', `${HEAD}\r\n{"query":`],
  ])('that %s is closed soon after the time for requests', async (_what, text) => {
    const socket = await open(await listening({ REQUEST_TIMEOUT_MS: '300' }))
    const since = performance.now()

    socket.write(text)

    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 408 /)
    expect(performance.now() - since).toBeLessThan(5000)
  })

  it('whose answer is not read is closed after that time, and an answer that takes long to make is not', async () => {
    const server = await listening({ REQUEST_TIMEOUT_MS: '300' }, (app) => {
      app.get('/large', async (_request, reply) => reply.send(Buffer.alloc(64 * 1024 * 1024)))
      app.get('/slow', async () => sleep(900, { done: true }))
    })
    const [reading, sleeping] = [await open(server), await open(server)]

    sleeping.pause()
    sleeping.write('GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n')
    reading.write('GET /slow HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')

    expect(await answerTo(reading)).toContain('{"done":true}')
    await expect.poll(() => connectionsOf(server)).toBe(0)
  })

  it('whose request arrives while the server closes gets its answer', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const server = await listening({}, (app) => app.addHook('preClose', () => held))
    const [begun, late] = [await open(server), await open(server)]
    begun.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n')

    const closed = server.close()
    await sleep(50)
    begun.write('\r\n')
    late.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')

    for (const answer of await Promise.all([answerTo(begun), answerTo(late)])) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 /)
      expect(answer.toLowerCase()).toContain('connection: close')
    }
    release()
    await closed
  })

  it('beyond the limit is closed', async () => {
    const server = await listening({ MAX_CONNECTIONS: '1' })
    const first = await open(server)

    const second = await open(server)

    expect(await answerTo(second)).toBe('')
    first.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    expect(await answerTo(first)).toMatch(/^HTTP\/1\.1 200 /)
  })
})
