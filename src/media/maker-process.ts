// Works on pictures, in a process beside the server: see makers.ts.
import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { worker } from 'workerpool'
import { inspectPicture } from './inspect.ts'
import { makeRendition } from './make-rendition.ts'
import type { Jobs } from './makers.ts'
import { makePublicCopy } from './public-copy.ts'

yieldToReaders()
// Nobody waits for what is half done when the server ends this process, or is gone: an ordinary exit would finish it first.
process.on('exit', () => process.kill(process.pid, 'SIGKILL'))
worker({ inspectPicture, makeRendition, makePublicCopy } satisfies Asynchronous<Jobs>)

type Asynchronous<All> = {
  [Name in keyof All]: All[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never
}

/** Whoever answers a reader goes first on every core. Linux has a priority for each thread, and those that there are keep theirs. */
function yieldToReaders(): void {
  const { PRIORITY_LOW } = constants.priority
  setPriority(PRIORITY_LOW)
  if (process.platform !== 'linux') return
  for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), PRIORITY_LOW)
}
