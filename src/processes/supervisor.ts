import type { Worker } from 'node:cluster'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { pauseAfter } from '../lib/backoff.ts'
import { sharePlaces } from './image-places.ts'
import { askToDrain, listens, startServerProcess } from './server-process.ts'
import { addUpMetrics } from './shared-metrics.ts'

export interface SupervisorOptions {
  readonly program: string
  readonly processes: number
  /** Whether one of them has a clock */
  readonly clock: boolean
  readonly log: Logger
  /** How long one that is asked to end may take; then it is killed */
  readonly patienceMs: number
}

const PAUSES = { firstMs: 100, longestMs: 10_000 }
/** One that has lived for this long was in order. */
const IN_ORDER_AFTER_MS = 30_000

interface Place {
  readonly number: number
  worker: Worker | null
  /** How often it ended soon after its start, without a pause of life */
  failures: number
}

/** Keeps a number of server processes running that listen at one address. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #places: Place[]
  #isStopping = false
  #replacing: Promise<void> = Promise.resolve()

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#places = Array.from({ length: options.processes }, (_, index) => ({
      number: index + 1,
      worker: null,
      failures: 0,
    }))
    sharePlaces()
    addUpMetrics()
  }

  /** Resolves when all listen; false if one could not start, which has said why. None is left then. */
  async start(): Promise<boolean> {
    const started = await Promise.all(
      this.#places.map(async (place) => {
        const worker = this.#fork(place)
        if (!(await listens(worker))) return false
        this.#keep(place, worker)
        return true
      }),
    )
    if (!started.includes(false)) return true
    await this.stop('SIGTERM')
    return false
  }

  /** Replaces one process after the other. The old one stops when the new one listens, and if that cannot start, it stays. */
  replaceAll(): Promise<void> {
    this.#replacing = this.#replacing
      .then(() => this.#replaceEach())
      .catch((err) => this.#options.log.error({ err }, 'the processes were not replaced'))
    return this.#replacing
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#isStopping = true
    const workers = this.#places.map(({ worker }) => worker).filter((worker) => worker !== null)
    await Promise.all(workers.map((worker) => this.#end(worker, () => worker.process.kill(signal))))
  }

  /** At once. */
  abort(): void {
    this.#isStopping = true
    for (const { worker } of this.#places) worker?.process.kill('SIGKILL')
  }

  #fork(place: Place, isReplacement = false): Worker {
    const { program, clock } = this.#options
    const hasClock = clock && place.number === 1
    const worker = startServerProcess(program, { number: place.number, hasClock, isReplacement })
    place.worker = worker
    return worker
  }

  /** From now on another takes its place when it ends. */
  #keep(place: Place, worker: Worker): void {
    const since = performance.now()
    place.worker = worker
    const onExit = (code: number, signal: string) => {
      if (place.worker !== worker || this.#isStopping) return
      place.failures = performance.now() - since > IN_ORDER_AFTER_MS ? 0 : place.failures + 1
      void this.#restart(place, signal || `code ${code}`)
    }
    if (worker.isDead()) onExit(worker.process.exitCode ?? 0, worker.process.signalCode ?? '')
    else worker.once('exit', onExit)
  }

  async #restart(place: Place, how: string): Promise<void> {
    const { log } = this.#options
    place.worker = null
    const pauseMs = pauseAfter(Math.max(1, place.failures), PAUSES)
    log.error({ process: place.number }, `process ${place.number} ended (${how}); it is started again in ${pauseMs} ms`)
    await delay(pauseMs)
    if (this.#isStopping || place.worker) return
    this.#keep(place, this.#fork(place))
  }

  async #replaceEach(): Promise<void> {
    const { log } = this.#options
    log.info({}, 'SIGHUP: the processes are replaced one by one')
    for (const place of this.#places) {
      if (this.#isStopping) return
      const old = place.worker
      const worker = this.#fork(place, true)
      // While it starts, the old one keeps the place: its end is looked after as before.
      place.worker = old
      if (!(await listens(worker))) {
        log.error({ process: place.number }, `a new process ${place.number} could not start: the old ones stay`)
        return
      }
      if (this.#isStopping) {
        await this.#end(worker, () => worker.process.kill('SIGTERM'))
        return
      }
      // One that was started meanwhile for an old one that ended.
      const current = place.worker
      this.#keep(place, worker)
      if (current) await this.#end(current, () => askToDrain(current))
    }
    log.info({}, 'all processes were replaced')
  }

  async #end(worker: Worker, ask: () => void): Promise<void> {
    if (worker.isDead()) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    ask()
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), this.#options.patienceMs)
    await ended
    clearTimeout(timer)
  }
}
