/** What is measured in addition to pages that are read from the database: npm run bench -- --only cached,mixed */
export const modeNames = ['cached', 'notModified', 'compressed', 'longTail', 'limits', 'mixed'] as const

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
  /** Of a body on the line, on average */
  kilobytes: number
  /** Of our process afterwards, resident, in megabytes */
  megabytes: number
}
