import type { ForkOptions } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Fault, Inspected } from '../intake/inspect.ts'
import type { ImageWords } from '../rendering/image-words.ts'
import type { Rendition } from '../rendering/rendition.ts'
import { QueueFull } from './concurrency-limit.ts'
import { type JobCall, LOW_PRIORITY } from './jobs.ts'
import type { Places } from './places.ts'
import { type WorkerProcesses, WorkInterrupted, WorkTooCostly, workerProcesses } from './worker-processes.ts'

/**
 * The processes that work on images: uploads are inspected at normal priority, because an editor waits, and what readers see is made at the
 * lowest. An image occupies a core while it is processed, and a decoder can fail in ways that end its process; the server continues to answer
 * readers. The processes start when needed.
 */
export interface ImageWorkers {
  /** @throws QueueFull; WorkInterrupted if two processes were ended over it, or had too little time */
  inspect(path: string, maxBytes: number): Promise<Inspected | Fault>
  /** Writes the file `to`. @throws WorkInterrupted as above, otherwise an Error when the original cannot be read */
  rendition(original: string, wanted: Rendition, to: string, words?: ImageWords | null): Promise<true>
  /** Writes the file `to` if the original has metadata, or there are words. @throws Error when it cannot be read */
  publicCopy(original: string, to: string, words?: ImageWords | null): Promise<boolean>
  /** Ends them, whatever they do. */
  close(): Promise<void>
}

export interface ImageWorkersOptions {
  /** How long one piece of work may take, in ms */
  readonly longest?: number
  /** How many images may wait to be inspected */
  readonly waiting?: number
  /** Of the environment, for the processes; those of this one when absent */
  readonly variables?: Readonly<Record<string, string | undefined>>
  /** Room for processes, if this server shares it with others */
  readonly places?: ImagePlaces
}

export type ImageWork = 'inspections' | 'renders'

export type ImagePlaces = Readonly<Record<ImageWork, Places>>

/** How many renditions are made at a time: a core is left to those who read. */
export const MAX_RENDERS = Math.min(Math.max(availableParallelism() - 1, 1), 3)
/** How many images are inspected at a time: a decoder may need much memory for an image of 100 megapixels. */
export const MAX_INSPECTIONS = 1
const MOST_WAITING = 100
const A_MINUTE = 60_000
/** Of a process at normal priority: it may have to start on a busy machine. */
const SILENCE = 20_000

const PROGRAM = fileURLToPath(new URL('./image-worker.process.ts', import.meta.url))

/**
 * The compile cache saves a quarter of the memory and half the start time; a small semi-space frees garbage soon. The first flag must come
 * before our modules, because they are compiled when they are loaded.
 */
const WORKER_FLAGS = [
  '--import=data:text/javascript,import{enableCompileCache}from"node:module";enableCompileCache()',
  '--max-semi-space-size=1',
]

const TOO_COSTLY: Fault = {
  code: 'INVALID',
  message: 'This image cannot be read: it needs more time or memory than allowed. Save it again, or scale it down.',
}

export function createImageWorkers({
  longest = A_MINUTE,
  waiting = MOST_WAITING,
  variables,
  places,
}: ImageWorkersOptions = {}): ImageWorkers {
  const options: ForkOptions = {
    execArgv: [...WORKER_FLAGS],
    // A group of their own: Ctrl+C is for the server, which lets its requests end.
    detached: true,
    // Knows dates.
    serialization: 'advanced',
    // One work at a time needs one arena; with more, glibc keeps what each has had at most.
    ...(variables && { env: { ...variables, MALLOC_ARENA_MAX: '1' } }),
  }
  const shared = { program: PROGRAM, options, longest }
  const inspections = workerProcesses<JobCall>({
    ...shared,
    args: [],
    most: MAX_INSPECTIONS,
    longestSilence: SILENCE,
    places: places?.inspections,
  })
  // At the lowest priority, a busy machine may give them no time for long.
  const renders = workerProcesses<JobCall>({
    ...shared,
    args: [LOW_PRIORITY],
    most: MAX_RENDERS,
    longestSilence: longest,
    places: places?.renders,
  })

  /** Tries again if the process ended during the work, or before it: the work itself may be fine. */
  async function done<Result>(processes: WorkerProcesses<JobCall>, call: JobCall): Promise<Result> {
    try {
      return await processes.run<Result>(call)
    } catch (error) {
      if (error instanceof WorkInterrupted) return processes.run<Result>(call)
      throw error
    }
  }

  return {
    async inspect(path, maxBytes) {
      if (inspections.waiting >= waiting) throw new QueueFull(`${waiting} images are waiting to be inspected`)
      const call: JobCall = { name: 'inspectImage', args: [path, maxBytes] }
      return done<Inspected | Fault>(inspections, call).catch((error: unknown) => {
        if (error instanceof WorkTooCostly) return TOO_COSTLY
        throw error
      })
    },
    async rendition(original, wanted, to, words = null) {
      await done<void>(renders, { name: 'makeRendition', args: [original, wanted, to, words] })
      return true
    },
    publicCopy: (original, to, words = null) =>
      done<boolean>(renders, { name: 'makePublicCopy', args: [original, to, words] }),
    async close() {
      await Promise.all([inspections.close(), renders.close()])
    },
  }
}
