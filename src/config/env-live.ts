import type { z } from 'zod'
import { wholeNumber } from './env-values.ts'

/** What subscriptions may take of a process. */
export interface LiveLimits {
  /** At a time, in this process */
  readonly connections: number
  /** Of one person who is signed in */
  readonly connectionsOfPerson: number
  /** Of readers at one address, or in one network of IPv6 */
  readonly connectionsOfAddress: number
  /** Of one connection, at a time */
  readonly operations: number
  /** Changes that wait for a client that does not read */
  readonly waiting: number
  /** How long a connection may last */
  readonly minutes: number
}

export const liveVariables = {
  MAX_LIVE_CONNECTIONS: wholeNumber(0, 1_000_000).default(10_000),
  MAX_LIVE_CONNECTIONS_PERSON: wholeNumber(1, 1_000_000).default(20),
  MAX_LIVE_CONNECTIONS_ADDRESS: wholeNumber(1, 1_000_000).default(10),
  MAX_LIVE_OPERATIONS: wholeNumber(1, 1000).default(5),
  MAX_LIVE_WAITING: wholeNumber(1, 10_000).default(64),
  MAX_LIVE_MINUTES: wholeNumber(1, 1440).default(60),
}

export function liveLimitsFrom(given: z.output<z.ZodObject<typeof liveVariables>>): LiveLimits {
  return {
    connections: given.MAX_LIVE_CONNECTIONS,
    connectionsOfPerson: given.MAX_LIVE_CONNECTIONS_PERSON,
    connectionsOfAddress: given.MAX_LIVE_CONNECTIONS_ADDRESS,
    operations: given.MAX_LIVE_OPERATIONS,
    waiting: given.MAX_LIVE_WAITING,
    minutes: given.MAX_LIVE_MINUTES,
  }
}
