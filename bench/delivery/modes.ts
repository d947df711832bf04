/** What is measured in addition to pages that are read from the database: npm run bench -- --only cached,mixed */
export const modeNames = [
  'cached',
  'notModified',
  'compressed',
  'longTail',
  'documentId',
  'limits',
  'mixed',
  'observability',
] as const

export type ModeName = (typeof modeNames)[number]

/** One line of the report. */
export interface ModeResult {
  mode: ModeName
  /** What the other server is */
  against: string
  connections: number
  ratio: number
  range: readonly [number, number]
  p50ms: number
  p99ms: number
  requestsPerSecond: number
  /** The share of requests that were refused with 503 */
  refused: number
  otherRequestsPerSecond: number
  /** Of the CPU for each answer, of our server and of the other one */
  cpuMs: number
  otherCpuMs: number
  /** The share of reads that were answered from the cache; null if the cache is not what is measured */
  hits: number | null
  /** Of an answer on the line with its headers, on average */
  kilobytes: number
  /** Of our process afterwards, resident, in megabytes */
  megabytes: number
}
