import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { wholeNumber } from './env-values.ts'

const MOST = 64

export const processCount = z.union([z.literal('auto'), wholeNumber(1, MOST)], {
  error: `auto (one for each core), or a whole number from 1 to ${MOST}`,
})

interface Given {
  readonly PROCESSES: z.output<typeof processCount>
  readonly DATABASE_URL?: string | undefined
}

/** The embedded database belongs to one process. */
export function processesFrom({ PROCESSES: given, DATABASE_URL: url }: Given): number {
  if (given !== 'auto') return given
  return url === undefined ? 1 : Math.min(availableParallelism(), MOST)
}

export function faultOfProcesses({
  PROCESSES: given,
  DATABASE_URL: url,
}: Record<string, string | undefined>): string[] {
  if (url !== undefined || given === undefined || given === 'auto' || !(Number(given) > 1)) return []
  return [
    `PROCESSES is ${given}, but only one process can use the embedded database. Allowed: 1 or auto, or set DATABASE_URL to a PostgreSQL database.`,
  ]
}
