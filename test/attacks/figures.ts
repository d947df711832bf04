import type { Figures } from './attacked-server.ts'

// What is promised is 200 ms, two seconds and 50 MB. A test that runs on a busy machine allows more, and prints what it measured.

const MAX_BLOCKED_MS = 500
const MAX_HELD_MS = 2500
const MAX_LEFT_MB = 50

/** How many times longer a server may take than one beside it that does nothing. */
const MACHINE_FACTOR = 5

export function tooMuch({ server, machine, heldMs, leftMb }: Figures): string[] {
  const blocked = MAX_BLOCKED_MS + MACHINE_FACTOR * machine.ms
  return [
    server.ms > blocked && `/healthz took ${server.ms.toFixed()} ms; at most ${blocked.toFixed()}`,
    heldMs > MAX_HELD_MS && `a connection was held for ${heldMs.toFixed()} ms; at most ${MAX_HELD_MS}`,
    leftMb > MAX_LEFT_MB && `${leftMb.toFixed(1)} MB are left behind; at most ${MAX_LEFT_MB}`,
  ].filter((fault) => fault !== false)
}

type Measured = Readonly<Record<string, number>>

const most = new Map<string, { value: number; name: string }>()

/** Remembers the largest figures for the report. */
export function largest(name: string, { server, machine, heldMs, connections, leftMb }: Figures): void {
  const measured: Measured = {
    '/healthz, ms': server.ms,
    'the machine by itself, ms': machine.ms,
    'a connection in use, ms': heldMs,
    'connections in use': connections,
    'left in memory, MB': leftMb,
  }
  for (const [what, value] of Object.entries(measured)) {
    if (value > (most.get(what)?.value ?? 0)) most.set(what, { value, name })
  }
}

/** Prints the largest figures so far. */
export function report(title: string): void {
  const lines = [...most].map(([what, { value, name }]) => `  ${what}: ${value.toFixed(1)} (${name})`)
  process.stdout.write(`${title}, the largest figures:\n${lines.join('\n')}\n`)
  most.clear()
}
