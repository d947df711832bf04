import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

export interface Load {
  /** Of those that were answered */
  requestsPerSecond: number
  /** The share of requests that were refused at once with 503, because they would have waited too long for a connection */
  refused: number
  p50ms: number
  p99ms: number
  /** Of an answer on the line with its headers, on average */
  kilobytes: number
  /** Of the server for each answer, which does not depend on how fast the requests are sent; NaN if its process is not given */
  cpuMs: number
}

const UNAVAILABLE = 503

export interface LoadOptions {
  origin: string
  connections: number
  seconds: number
  /** The server's process, if its use of the CPU is measured */
  pid?: number
  /** Of every answer, instead of one from 200 to 299 */
  status?: number
  /** Called for each answer */
  onAnswer?: () => void
  /** Whether each connection has requests of its own, so that none is sent twice */
  isOnce?: boolean
}

/** Sends the requests round and round, each connection from another one on, the next as soon as the last is answered. */
export async function load(
  requests: readonly autocannon.Request[],
  { origin, connections, seconds, pid, status, onAnswer, isOnce = false }: LoadOptions,
): Promise<Load> {
  let started = 0
  let unexpected = 0
  let refused = 0
  // autocannon's own percentiles are whole milliseconds.
  const times: number[] = []
  let bytes = 0
  const cpuBefore = cpuMsOf(pid)
  const { errors, timeouts, duration } = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    setupClient: (client) => {
      const place = started
      const from = Math.floor((place * requests.length) / connections)
      started += 1
      client.setRequests(
        isOnce
          ? requests.filter((_request, index) => index % connections === place)
          : [...requests.slice(from), ...requests.slice(0, from)],
      )
      client.on('response', (given, size, ms) => {
        bytes += size
        if (given === UNAVAILABLE) refused += 1
        else if (status === undefined ? given < 200 || given > 299 : given !== status) unexpected += 1
        else times.push(ms)
        onAnswer?.()
      })
    },
  })
  if (errors + timeouts + unexpected > 0) {
    throw new Error(
      `${origin}: ${errors} errors, ${timeouts} timeouts, ${unexpected} answers that are not ${status ?? '2xx'}`,
    )
  }
  const answers = refused + times.length
  const cpuMs = (cpuMsOf(pid) - cpuBefore) / answers
  times.sort((one, other) => one - other)
  return {
    requestsPerSecond: times.length / duration,
    refused: refused / answers,
    p50ms: at(times, 0.5),
    p99ms: at(times, 0.99),
    kilobytes: bytes / answers / 1024,
    cpuMs,
  }
}

/** What a process has used of the CPU so far, in user mode and in the kernel. */
function cpuMsOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN
  // Behind the program's name in parentheses: the 12th and 13th number, in hundredths of a second.
  const [, numbers = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const fields = numbers.split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
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
