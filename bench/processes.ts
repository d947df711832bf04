import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A server in a process of its own. */
export interface ServerProcess {
  /** http://127.0.0.1:port */
  origin: string
  pid: number
  /** Its standard output so far */
  output: () => string
  stop: () => Promise<void>
}

/** The resident memory of its process, in megabytes. */
export function megabytesOf({ pid }: ServerProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) / 1024
}

const STARTS_WITHIN_MS = 60_000

/** All requests come from one address: they are counted as in production, and never too many. */
export const UNLIMITED = {
  RATE_LIMIT_COST_PER_SECOND: '1000000000',
  RATE_LIMIT_BURST: '1000000000',
  RATE_LIMIT_RUNNING: '1000000000',
} as const

/** Each answer is read from the database. */
export const UNCACHED = { RESPONSE_CACHE_BYTES: '0' } as const

/** Runs a file of ours with these variables and a free PORT, and resolves when it answers. */
export async function startServer(
  file: URL,
  variables: Readonly<Record<string, string>>,
  cwd: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [file.pathname, ...args], {
    // Its folder is elsewhere, so that no .env says anything.
    cwd,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const origin = `http://127.0.0.1:${port}`
  await answers(origin, child)
  return { origin, pid: child.pid ?? 0, output: () => output, stop: () => stop(child) }
}

async function answers(origin: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS
  while (child.exitCode === null && performance.now() < until) {
    const isUp = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    await wait(100)
  }
  await stop(child)
  throw new Error(`${child.spawnargs.at(-1)} did not start.`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
