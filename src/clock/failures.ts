import { pauseAfter } from '../lib/backoff.ts'

/** The log for what went wrong. */
export interface ErrorLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

const DELAYS = { firstMs: 250, longestMs: 5 * 60_000 }

interface Failure {
  attempts: number
  /** Not tried again before, by this process's clock */
  until: number
}

/**
 * What could not be done when its time came. Each is tried again after ever longer pauses, at most five minutes, and never given up: the
 * desk expects it on the site, and after the cause is fixed nobody has to remember it.
 */
export class Failures {
  readonly #log: ErrorLog
  readonly #failed = new Map<string, Failure>()

  constructor(log: ErrorLog) {
    this.#log = log
  }

  /** Those that are not tried for now. */
  waiting(): string[] {
    const now = performance.now()
    return [...this.#failed].filter(([, { until }]) => until > now).map(([id]) => id)
  }

  note(subject: 'article' | 'front' | 'image', id: string, error: unknown): void {
    const attempts = (this.#failed.get(id)?.attempts ?? 0) + 1
    const delay = pauseAfter(attempts, DELAYS)
    this.#failed.set(id, { attempts, until: performance.now() + delay })
    const message = `The clock failed to process ${subject} ${id} (attempt ${attempts}); next attempt in ${Math.ceil(delay / 1000)} s`
    this.#log.error({ err: error, [subject]: id }, message)
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#failed.delete(id)
  }
}
