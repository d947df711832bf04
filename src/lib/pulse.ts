export interface Pulse {
  /** Resolves when a round that began now or later is over. */
  now(): Promise<void>
  /** Lets the round that is running finish, and begins no other. */
  stop(): Promise<void>
}

/** Repeats `work`, which returns how long to pause in milliseconds, never twice at once. The first round is the caller's: `now`. */
export function pulse(work: () => Promise<number>): Pulse {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isStopped = false

  async function run(): Promise<void> {
    const pause = await work()
    running = undefined
    if (!isStopped) timer = setTimeout(now, pause)
  }

  async function now(): Promise<void> {
    await running
    clearTimeout(timer)
    if (isStopped) return
    running ??= run()
    await running
  }

  async function stop(): Promise<void> {
    isStopped = true
    clearTimeout(timer)
    await running
  }

  return { now, stop }
}

interface Outage {
  /** How long to pause after a failure; of those in a row the number, from 1 */
  readonly pauseMs: number | ((error: unknown, failures: number) => number)
  began(error: unknown): void
  ended(): void
}

/** `work` that does not fail: an outage is reported when it begins and when it ends, however many rounds it lasts. */
export function withOutages(work: () => Promise<number>, outage: Outage): () => Promise<number> {
  const { pauseMs } = outage
  let failures = 0
  return async () => {
    try {
      const pause = await work()
      if (failures > 0) outage.ended()
      failures = 0
      return pause
    } catch (error) {
      failures += 1
      if (failures === 1) outage.began(error)
      return typeof pauseMs === 'number' ? pauseMs : pauseMs(error, failures)
    }
  }
}
