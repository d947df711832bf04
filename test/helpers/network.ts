import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { atEnd } from './at-end.ts'

/** A network in front of a PostgreSQL server, with the faults that networks have. */
export interface Network {
  /** The database's address through this network */
  readonly url: string
  /** Loses everything that is sent. What was connected then stays dead, as behind a router that has forgotten it. */
  lose(): void
  /** Forgets the connections that are open; new ones work. */
  forget(): void
  /** Ends each open connection with a reset; new ones work. */
  reset(): void
  /** Refuses new connections and ends those that are open. */
  refuse(): void
  /** Ends each connection in the packet that says that PostgreSQL is ready for its next statement, or its first, as an operator of PostgreSQL ends it. */
  endWhenReady(): void
  /** Holds back everything that is sent for so long. */
  delay(ms: number): void
  restore(): void
}

/** PostgreSQL's message that a statement, or the start of a session, is over; the state of the transaction follows. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5])

const TERMINATED = errorResponse({
  S: 'FATAL',
  V: 'FATAL',
  C: '57P01',
  M: 'terminating connection due to administrator command',
})

function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(fields).map(([letter, text]) => `${letter}${text}\0`)
  const body = Buffer.from(`${texts.join('')}\0`)
  const head = Buffer.from([0x45, 0, 0, 0, 0])
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

export async function networkTo(url: string): Promise<Network> {
  const target = new URL(url)
  const place = { host: target.hostname, port: Number(target.port || 5432) }
  const dead = new WeakSet<Socket>()
  const open = new Set<Socket>()
  let isLosing = false
  let isRefusing = false
  let isEnding = false
  let delayMs = 0

  const server = createServer((client) => {
    if (isRefusing) return client.resetAndDestroy()
    const upstream = connectTo(place)
    open.add(client)
    client.on('close', () => open.delete(client))
    if (isLosing) dead.add(client)
    const end = (data: Buffer) => {
      client.write(Buffer.concat([data, TERMINATED]))
      upstream.destroy()
    }
    const pass = (from: Socket, to: Socket) => {
      const write = (data: Buffer) => {
        if (dead.has(client) || to.destroyed) return
        if (isEnding && from === upstream && data.subarray(-6, -1).equals(READY)) end(data)
        else to.write(data)
      }
      from.on('data', (data) => {
        if (delayMs > 0) setTimeout(write, delayMs, data)
        else write(data)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => dead.has(client) || to.destroy())
    }
    pass(client, upstream)
    pass(upstream, client)
    return client
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(async () => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const { port }: Partial<AddressInfo> = Object(server.address())
  target.hostname = '127.0.0.1'
  target.port = String(port)
  const forget = () => {
    for (const socket of open) dead.add(socket)
  }
  const reset = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  return {
    url: target.href,
    forget,
    reset,
    lose() {
      isLosing = true
      forget()
    },
    refuse() {
      isRefusing = true
      reset()
    },
    endWhenReady() {
      isEnding = true
    },
    delay(ms) {
      delayMs = ms
    },
    restore() {
      isLosing = false
      isRefusing = false
      isEnding = false
      delayMs = 0
    },
  }
}
