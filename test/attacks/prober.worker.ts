// Asks /healthz of a server all the time, and a server of its own beside it: what that one takes is this machine, not the server.
import { createServer, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

const EVERY_MS = 20

interface Longest {
  ms: number
  /** When it was sent, by performance.timeOrigin + performance.now() */
  at: number
}

const none = (): Longest => ({ ms: 0, at: 0 })
let longest = { server: none(), machine: none() }

/** Over a connection of its own, as a load balancer asks. */
function ask(url: string): Promise<void> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => response.resume().on('close', resolve))
    request.on('error', () => resolve())
  })
}

async function probe(url: string, who: keyof typeof longest): Promise<void> {
  for (;;) {
    const from = performance.now()
    await ask(url)
    const ms = performance.now() - from
    if (ms > longest[who].ms) longest[who] = { ms, at: performance.timeOrigin + from }
    await delay(EVERY_MS)
  }
}

const beside = createServer((_request, response) => response.end('{"status":"ok"}')).listen(0, '127.0.0.1', () => {
  const address = beside.address()
  const port = typeof address === 'object' ? address?.port : ''
  void probe(`${workerData}/healthz`, 'server')
  void probe(`http://127.0.0.1:${port}/`, 'machine')
  parentPort?.postMessage('ready')
})

parentPort?.on('message', () => {
  parentPort?.postMessage(longest)
  longest = { server: none(), machine: none() }
})
