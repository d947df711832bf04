import { createServer } from 'node:net'

/** Below those that Linux gives to outgoing connections: one of these could be taken before the process listens. */
const PORTS = { from: 15_000, to: 32_000 }

/** A port of this machine that nothing listens on, for a process that cannot choose one by itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
