import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { pool, TerminateError, Promise as Work } from 'workerpool'
import type { Fault, Inspected } from '../intake/inspect.ts'
import type { Rendition } from '../rendering/rendition.ts'
import { QueueFull } from './concurrency-limit.ts'

/**
 * The processes that work on images, at the lowest priority. An image occupies a core while it is processed, and a decoder can fail in ways
 * that end its process; the server continues to answer readers. The processes start when needed.
 */
export interface ImageWorkers {
  /** @throws QueueFull */
  inspect(path: string, maxBytes: number): Promise<Inspected | Fault>
  /** Writes the file `to`. @throws Error when the original cannot be read */
  rendition(original: string, wanted: Rendition, to: string): Promise<true>
  /** Writes the file `to` if the original has metadata. @throws Error when it cannot be read */
  publicCopy(original: string, to: string): Promise<boolean>
  /** Ends them, whatever they do. */
  close(): Promise<void>
}

/** What image-worker.process.ts does. */
export interface Jobs {
  inspectImage(path: string, maxBytes: number): Inspected | Fault
  makeRendition(original: string, wanted: Rendition, to: string): void
  makePublicCopy(original: string, to: string): boolean
}

export interface ImageWorkersOptions {
  /** How long one piece of work may take, in ms */
  readonly longest?: number
  /** How many images may wait to be inspected */
  readonly waiting?: number
  /** Of the environment, for the processes; those of this one when absent */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/** How many renditions are made at a time: a core is left to those who read. */
export const MAX_RENDERS = Math.min(Math.max(availableParallelism() - 1, 1), 3)
/** How many images are inspected at a time: a decoder may need much memory for an image of 100 megapixels. */
const MAX_INSPECTIONS = 1
const MOST_WAITING = 100
const A_MINUTE = 60_000
const AT_ONCE = 100

const PROGRAM = fileURLToPath(new URL('./image-worker.process.ts', import.meta.url))

/**
 * The compile cache saves a quarter of the memory and half the start time; a small semi-space frees garbage soon. The first flag must come
 * before our modules, because they are compiled when they are loaded.
 */
const WORKER_FLAGS = [
  '--import=data:text/javascript,import{enableCompileCache}from"node:module";enableCompileCache()',
  '--max-semi-space-size=1',
]

const UNREADABLE: Fault = {
  code: 'INVALID',
  message: 'This image cannot be read: it needs more time or memory than allowed. Save it again, or scale it down.',
}

export function createImageWorkers({
  longest = A_MINUTE,
  waiting = MOST_WAITING,
  variables,
}: ImageWorkersOptions = {}): ImageWorkers {
  const processes = pool(PROGRAM, {
    workerType: 'process',
    maxWorkers: MAX_RENDERS + MAX_INSPECTIONS,
    forkOpts: {
      execArgv: [...WORKER_FLAGS],
      // A group of their own: Ctrl+C is for the server, which lets its requests end.
      detached: true,
      // Knows dates.
      serialization: 'advanced',
      // One work at a time needs one arena; with more, glibc keeps what each has had at most.
      ...(variables && { env: { ...variables, MALLOC_ARENA_MAX: '1' } }),
    },
    workerTerminateTimeout: AT_ONCE,
  })
  const inspections = pLimit(MAX_INSPECTIONS)

  /** Tries again if the process ended during the work, or before it: the work itself may be fine. */
  async function done<Name extends keyof Jobs>(name: Name, ...args: Parameters<Jobs[Name]>) {
    const run = () => processes.exec<Jobs[Name]>(name, args).timeout(longest)
    try {
      return await run()
    } catch (error) {
      if (error instanceof TerminateError) return run()
      throw error
    }
  }

  return {
    inspect(path, maxBytes) {
      if (inspections.pendingCount >= waiting) throw new QueueFull(`${waiting} images are waiting to be inspected`)
      return inspections(() => done('inspectImage', path, maxBytes)).catch((error: unknown) => {
        if (hasEnded(error)) return UNREADABLE
        throw error
      })
    },
    async rendition(original, wanted, to) {
      await done('makeRendition', original, wanted, to)
      return true
    },
    publicCopy: (original, to) => done('makePublicCopy', original, to),
    async close() {
      // It waits in vain for a process that had ended before.
      await processes.terminate(true, 2 * AT_ONCE).catch(() => [])
    },
  }
}

/** Whether the process was ended over its work: by the clock, or by the system. */
function hasEnded(error: unknown): boolean {
  return error instanceof TerminateError || error instanceof Work.TimeoutError
}
