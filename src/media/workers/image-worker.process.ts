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
 * The process that answers a reader runs first on every core. Linux has a priority for each thread, and those that there are keep theirs; it also has
 * one for each session, which this process has of its own, and compares only the threads of one session by theirs.
 */
function yieldToReaders(): void {
  const { PRIORITY_LOW } = constants.priority
  try {
    setPriority(PRIORITY_LOW)
    if (process.platform !== 'linux') return
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), PRIORITY_LOW)
    writeFileSync('/proc/self/autogroup', String(PRIORITY_LOW))
  } catch {
    // A kernel that does not divide by sessions, or a container that lets nobody say so.
  }
}
