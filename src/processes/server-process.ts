import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'

/** How one of several servers was started. */
export interface ServerProcess {
  /** From 1; the one that replaces it has the same */
  readonly number: number
  /** Whether it is the one that publishes on schedule */
  readonly hasClock: boolean
  /** Whether it takes the place of a running one, and may be of a newer version: then it migrates the database before it listens */
  readonly isReplacement: boolean
}

const DRAIN = 'drain'

/** What this process was started as; null: it is not one of several. */
export function ownServerProcess(): ServerProcess | null {
  if (!cluster.isWorker) return null
  const [number, clock, kind] = process.argv.slice(2)
  return { number: Number(number), hasClock: clock === 'clock', isReplacement: kind === 'replacement' }
}

/** Starts one of them. It is no more than started when this returns. */
export function startServerProcess(program: string, { number, hasClock, isReplacement }: ServerProcess): Worker {
  const args = [String(number), hasClock ? 'clock' : 'no-clock', isReplacement ? 'replacement' : 'first']
  cluster.setupPrimary({ exec: program, args })
  return cluster.fork()
}

/** Whether it listens before it ends. */
export async function listens(worker: Worker): Promise<boolean> {
  const over = new AbortController()
  const { signal } = over
  try {
    return await Promise.race([
      once(worker, 'listening', { signal }).then(() => true),
      once(worker, 'exit', { signal }).then(() => false),
    ])
  } finally {
    over.abort()
  }
}

/** Asks one that another has replaced to answer what has arrived, and to end. */
export function askToDrain(worker: Worker): void {
  if (worker.isConnected()) worker.send(DRAIN)
}

export function onDrain(drain: () => void): void {
  process.on('message', (message: unknown) => {
    if (message === DRAIN) drain()
  })
}
