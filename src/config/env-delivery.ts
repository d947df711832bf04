import type { z } from 'zod'
import { oneOf, wholeNumber } from './env-values.ts'

/** For how long caches may use an answer with published content without asking again, in seconds. */
export interface CacheTimes {
  /** Browsers and other caches of one person */
  readonly maxAge: number
  /** CDNs and other shared caches */
  readonly sharedMaxAge: number
}

/**
 * Which documents run for a request without a token: any; any, but those that are not known are logged; only those that are known. For signed-in
 * viewers any does.
 */
const documentPolicies = ['any', 'known', 'required'] as const

export type DocumentPolicy = (typeof documentPolicies)[number]

const YEAR = 365 * 24 * 60 * 60

/** How answers reach many readers. */
export const deliveryVariables = {
  CACHE_MAX_AGE: wholeNumber(0, YEAR).default(0),
  CACHE_S_MAXAGE: wholeNumber(0, YEAR).default(60),
  DOCUMENTS: oneOf(documentPolicies).default('any'),
  RESPONSE_CACHE_BYTES: wholeNumber(0, 64 * 1024 ** 3).default(64 * 1024 ** 2),
}

type Given = z.output<z.ZodObject<typeof deliveryVariables>>

export function cacheTimesFrom(given: Given): CacheTimes {
  return { maxAge: given.CACHE_MAX_AGE, sharedMaxAge: given.CACHE_S_MAXAGE }
}
