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
