import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import type { Database } from '../../src/database/database.ts'
import { apiOf } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import type { Chance } from '../helpers/chance.ts'
import { startServer } from '../helpers/server-process.ts'

/** A server in a process of its own, asked as one in this process is. */
export async function remoteApi(database: Database, variables: Record<string, string>) {
  const { url } = await startServer(variables)
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.route<{ Body: Buffer<ArrayBuffer> | undefined }>({
    method: ['GET', 'POST'],
    url: '*',
    async handler({ method, url: path, headers, body }, reply) {
      const passed = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name))
      const response = await fetch(url + path, {
        method,
        headers: passed.map(([name, value]): [string, string] => [name, String(value)]),
        ...(body && { body }),
      })
      const type = response.headers.get('content-type') ?? 'text/plain'
      return reply
        .code(response.status)
        .type(type)
        .send(await response.text())
    },
  })
  atEnd(() => app.close())
  return apiOf(app, database)
}

const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding'])

/** The same PostgreSQL at another address, from where its answers arrive late, as from far away. */
export async function farAway(databaseUrl: string, { chance, below }: Chance): Promise<string> {
  const { hostname, port } = new URL(databaseUrl)
  const relay = createServer((client) => {
    const database = connect(Number(port || 5432), hostname)
    let last = Promise.resolve()
    client.pipe(database)
    database.on('data', (part) => {
      const ms = chance(0.03) ? 30 + below(100) : chance(0.2) ? below(5) : 0
      // What comes later is not sent earlier.
      last = last.then(async () => {
        if (ms > 0) await sleep(ms)
        if (client.writable) client.write(part)
      })
    })
    const end = () => {
      client.destroy()
      database.destroy()
    }
    for (const socket of [client, database]) socket.on('error', end).on('close', end)
  })
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    relay.listen(0, '127.0.0.1', () => {
      const bound = relay.address()
      if (typeof bound === 'object' && bound !== null) resolve(bound)
      else reject(new Error('no address'))
    })
  })
  atEnd(() => {
    relay.close()
  })
  return Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${address.port}` }).href
}
