// Works on images, in a process beside the server: see makers.ts.
import { readdirSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { constants, setPriority } from 'node:os'
import { worker } from 'workerpool'
import { inspectImage } from '../intake/inspect.ts'
import { makePublicCopy } from '../rendering/public-copy.ts'
import { makeRendition } from '../rendering/render.ts'
import type { Jobs } from './image-workers.ts'

yieldToReaders()
// Nobody waits for what is half done when the server ends this process, or is gone: an ordinary exit would finish it first.
process.on('exit', () => process.kill(process.pid, 'SIGKILL'))
flushCompileCache()
worker({ inspectImage, makeRendition, makePublicCopy } satisfies Asynchronous<Jobs>)

type Asynchronous<All> = {
  [Name in keyof All]: All[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never
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
