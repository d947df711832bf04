import { connect as openSocket } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { end, got, type LiveServer, liveServer } from './live-server.ts'

const database = await testDatabase()
const ALL = { query: 'subscription { articleChanges { kind article { headline body { __typename } bodyHtml } } }' }
const given = givenIn(database)

const serverWith = (variables: Record<string, string>) =>
  liveServer(database, { variables: { RESPONSE_CACHE_BYTES: '0', ...variables } })

/** A WebSocket without a client, and how it ends. */
function rawSocket({ webSocketUrl }: LiveServer) {
  const socket = new WebSocket(webSocketUrl, 'graphql-transport-ws')
  const messages: { type: string; payload?: unknown }[] = []
  socket.on('message', (data) => messages.push(JSON.parse(String(data))))
  socket.on('error', () => {})
  const ended = new Promise<number>((resolve) => {
    socket.on('close', resolve)
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode))
  })
  const opened = new Promise<void>((resolve) => socket.once('open', resolve))
  const say = (message: object) => socket.send(JSON.stringify(message))
  return { socket, messages, ended, opened, say }
}

async function acknowledged(server: LiveServer) {
  const raw = rawSocket(server)
  await raw.opened
  raw.say({ type: 'connection_init' })
  await expect.poll(() => raw.messages.length, { timeout: 30_000 }).toBe(1)
  return raw
}

it('A process, an address, a person and a connection have so many, and a place is free again when one ends', async () => {
  const server = await serverWith({
    ...{ MAX_LIVE_CONNECTIONS: '4', MAX_LIVE_CONNECTIONS_ADDRESS: '2', MAX_LIVE_CONNECTIONS_PERSON: '1' },
    MAX_LIVE_OPERATIONS: '2',
  })
  const { token } = await server.as('EDITOR').user()

  const [first] = [await server.listen(ALL), await server.listen(ALL)]
  expect(await end(await server.listen(ALL))).toMatchObject({ code: 1013 })
  const person = await server.listen(ALL, token)
  expect(await end(await server.listen(ALL, token))).toMatchObject({ code: 1013 })
  const pending = rawSocket(server)
  await pending.opened
  expect(await rawSocket(server).ended).toBe(503)
  pending.socket.close()
  first?.stop()
  await server.running(2)
  const again = await acknowledged(server)
  for (const id of ['1', '2', '3']) again.say({ id, type: 'subscribe', payload: ALL })

  await expect.poll(() => again.messages.at(-1), { timeout: 30_000 }).toMatchObject({ id: '3', type: 'error' })
  person.stop()
})

it('The limits of operations hold: depth, cost, tokens, nodes, values, documents that are not known', async () => {
  const server = await serverWith({ MAX_DEPTH: '3', MAX_TOKENS: '60', MAX_COST_READERS: '200', INTROSPECTION: 'false' })
  const required = await serverWith({ DOCUMENTS: 'required' })
  const code = async (query: string, on = server) => {
    const error = await end(await on.listen({ query }))
    return Array.isArray(error) ? error[0]?.extensions.code : error
  }

  expect(await code('subscription { articleChanges { article { topics { topic { name } } } } }')).toBe('QUERY_TOO_DEEP')
  expect(await code(`subscription { articleChanges { ${'kind '.repeat(70)} } }`)).toBe('TOO_MANY_TOKENS')
  expect(await code('subscription { articleChanges(where: { slug: "a", locale: "en" }) { kind } }')).toBe(
    'QUERY_TOO_EXPENSIVE',
  )
  expect(await code('subscription { a: articleChanges { kind } b: articleChanges { kind } }')).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  )
  expect(await code('subscription { articleChanges { kid } }')).toBe('GRAPHQL_VALIDATION_FAILED')
  expect(await code('subscription { articleChanges { kind } }', required)).toBe('DOCUMENT_NOT_FOUND')
})

it('A message that is too large, malformed, of another protocol or too late ends the connection', async () => {
  const server = await serverWith({ MAX_BODY_BYTES_READERS: '2000' })
  const [large, malformed, silent] = [await acknowledged(server), await acknowledged(server), rawSocket(server)]

  large.socket.send('x'.repeat(3000))
  malformed.socket.send('{"type":')

  expect([await large.ended, await malformed.ended, await silent.ended]).toEqual([1009, 4400, 4408])
})

it('A client that does not read is disconnected, and the others are not', { timeout: 120_000 }, async () => {
  const server = await serverWith({ MAX_LIVE_WAITING: '2' })
  const editor = server.as('EDITOR')
  const [reader, slow] = [await server.listen(ALL), await acknowledged(server)]
  slow.say({ id: '1', type: 'subscribe', payload: ALL })
  await server.running(2)
  const raw = slow.socket
  raw.pause()

  const body = Array.from({ length: 300 }, () => 'word '.repeat(1500))
  let count = 0
  while ((server.app.live?.counts().subscriptions ?? 0) > 1 && count < 60) {
    await acted(editor, 'publishArticle', await given.article({ status: 'DRAFT', body }))
    count += 1
    await got(reader, count)
  }

  expect(server.app.live?.counts().subscriptions).toBe(1)
  expect(reader.ended).toBeNull()
  raw.terminate()
})

it('A server that stops ends its connections first: with 1001, or with the end of the stream', async () => {
  const server = await serverWith({})
  const one = await server.listen(ALL)
  const stream = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(ALL),
  })
  const text = stream.text()

  await server.app.close()

  expect(await end(one)).toMatchObject({ code: 1001 })
  expect(await text).toContain('event: complete')
})

it('Other upgrades are answered as requests', async () => {
  const server = await serverWith({})
  const { port, hostname } = new URL(server.url)
  const socket = openSocket(Number(port), hostname)
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`)
  const chunks: string[] = []
  socket.on('data', (chunk) => chunks.push(String(chunk)))

  await expect.poll(() => chunks.join(''), { timeout: 30_000 }).toContain('200 OK')
  socket.destroy()
})
