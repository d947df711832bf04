import autocannon from 'autocannon'

export interface Load {
  requestsPerSecond: number
  p50ms: number
  p99ms: number
}

export interface LoadOptions {
  origin: string
  connections: number
  seconds: number
}

/** Sends the requests round and round, each connection from another one on, the next as soon as the last is answered. */
export async function load(
  requests: readonly autocannon.Request[],
  { origin, connections, seconds }: LoadOptions,
): Promise<Load> {
  let started = 0
  // autocannon's own percentiles are whole milliseconds.
  const times: number[] = []
  const { errors, timeouts, non2xx, duration } = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    setupClient: (client) => {
      const from = Math.floor((started * requests.length) / connections)
      started += 1
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)])
      client.on('response', (_status, _bytes, ms) => times.push(ms))
    },
  })
  if (errors + timeouts + non2xx > 0) {
    throw new Error(`${origin}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers that are not 2xx`)
  }
  times.sort((one, other) => one - other)
  return { requestsPerSecond: times.length / duration, p50ms: at(times, 0.5), p99ms: at(times, 0.99) }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return at(
    values.toSorted((one, other) => one - other),
    0.5,
  )
}
