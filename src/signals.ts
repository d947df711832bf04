import { setTimeout as delay } from 'node:timers/promises'

/** `npm start` and the terminal may both pass on the same Ctrl-C: within this time two signals are one. */
const ECHO_MS = 500

/** Asks the process to end: `stop` at the first signal, `abort` at another one. */
export function onStopSignals(stop: (signal: NodeJS.Signals) => Promise<unknown>, abort: () => void): void {
  let since: number | undefined

  function onSignal(signal: NodeJS.Signals): void {
    const now = performance.now()
    if (since === undefined) {
      since = now
      void stop(signal)
    } else if (now - since > ECHO_MS) abort()
  }

  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

/** What is closed after the requests: connections, timers, what runs in the background. In ms */
const CLOSING_MS = 5000

/**
 * Waits for what a stop closes, but not longer than requests may take and some seconds more: it may wait for a database that does not answer. What was
 * acknowledged is committed, and everything else is done again or undone.
 * @param requestsMs how long the stop waits for requests
 * @returns whether it was closed in this time
 */
export async function closedInTime(closing: Promise<unknown>, requestsMs: number): Promise<boolean> {
  const tooLate = delay(requestsMs + CLOSING_MS, false, { ref: false })
  return Promise.race([closing.then(() => true), tooLate])
}
