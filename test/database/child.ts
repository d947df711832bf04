import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { atEnd } from '../helpers/at-end.ts'

/** Tests start several servers at the same time, and PostgreSQL takes 100 connections by default. */
const FEW_CONNECTIONS = { DATABASE_POOL_SIZE: '6' }

/** In characters */
const MOST_OUTPUT = 64 * 1024 * 1024

/** Starts one of our TypeScript files (its path from the project's root) in a process of its own, which ends with the test file. */
export function start(file: string, args: string[] = [], env: Record<string, string> = {}) {
  const root = new URL('../../', import.meta.url)
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, root)), ...args], {
    cwd: root,
    env: { ...process.env, ...FEW_CONNECTIONS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data
      // A string has an end, and hours of requests fill it.
      if (output.length > MOST_OUTPUT) output = output.slice(-MOST_OUTPUT / 2)
    })
  atEnd(() => child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code]) => ({ code, output }))
  const prints = (text: string) => printed(child, () => output.includes(text), ended)
  return { child, ended, prints, output: () => output }
}

/** Resolves when the process printed it, rejects when it ended without. */
async function printed(child: ChildProcess, seen: () => boolean, ended: Promise<{ output: string }>): Promise<void> {
  let over: { output: string } | undefined
  void ended.then((result) => {
    over = result
  })
  while (!seen()) {
    if (over) throw new Error(`It ended without saying so:\n${over.output}`)
    await Promise.race([ended, ...[child.stdout, child.stderr].map((stream) => stream && once(stream, 'data'))])
  }
}
