// Works on images, in a process beside the server: see image-workers.ts.
import { readdirSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { constants, setPriority } from 'node:os'
import { inspectImage } from '../intake/inspect.ts'
import { makePublicCopy } from '../rendering/public-copy.ts'
import { makeRendition } from '../rendering/render.ts'
import { TooCostly, withinLimits } from './cost-limits.ts'
import { type JobCall, LOW_PRIORITY } from './jobs.ts'
import type { Reply } from './worker-processes.ts'

/** How often the server hears that this process goes on. */
const SIGN_OF_LIFE_MS = 1000
/** Until the reply of a work that must not go on has left. */
const REPLY_MS = 100

if (process.argv.includes(LOW_PRIORITY)) yieldToReaders()
// Nobody waits for what is half done when the server ends this process, or is gone: an ordinary exit would finish it first.
process.on('exit', end)
process.on('disconnect', end)
process.on('message', (call: JobCall) => void answer(call))
if (!process.connected) end()
flushCompileCache()

async function answer(call: JobCall): Promise<void> {
  const alive = setInterval(() => reply('alive'), SIGN_OF_LIFE_MS)
  reply('alive')
  try {
    const result = await withinLimits(() => resultOf(call))
    clearInterval(alive)
    reply({ result })
  } catch (error) {
    clearInterval(alive)
    const isCostly = error instanceof TooCostly
    // The decoder goes on: no other work may wait for it.
    if (isCostly) setTimeout(end, REPLY_MS)
    reply({ error: error instanceof Error ? error.message : String(error), isCostly })
  }
}

function resultOf(call: JobCall): Promise<unknown> {
  switch (call.name) {
    case 'inspectImage':
      return inspectImage(...call.args)
    case 'makeRendition':
      return makeRendition(...call.args)
    case 'makePublicCopy':
      return makePublicCopy(...call.args)
  }
}

function reply(message: Reply<unknown>): void {
  // The server may be gone at this moment.
  process.send?.(message, undefined, undefined, () => {})
}

function end(): void {
  process.kill(process.pid, 'SIGKILL')
}

/**
 * The process that answers a reader runs first on every core. Linux has a priority for each thread, and existing threads keep theirs. It
 * also has a priority for each session, and compares the priorities of threads only within one session; this process has a session of its
 * own.
 */
function yieldToReaders(): void {
  const { PRIORITY_LOW } = constants.priority
  try {
    setPriority(PRIORITY_LOW)
    if (process.platform !== 'linux') return
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), PRIORITY_LOW)
    writeFileSync('/proc/self/autogroup', String(PRIORITY_LOW))
  } catch {
    // The kernel does not schedule by session, or a container forbids setting it.
  }
}
