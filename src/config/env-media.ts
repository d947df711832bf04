import type { z } from 'zod'
import type { Bucket } from './bucket.ts'
import { flag, text, webAddress, wholeNumber } from './env-values.ts'

const MEGABYTE = 1024 * 1024
const GIGABYTE = 1024 * MEGABYTE

export const mediaVariables = {
  MEDIA_BUCKET: text.optional(),
  MEDIA_S3_ENDPOINT: webAddress.optional(),
  MEDIA_S3_REGION: text.default('us-east-1'),
  MEDIA_S3_FORCE_PATH_STYLE: flag.optional(),
  MAX_UPLOAD_BYTES: wholeNumber(1024, GIGABYTE).default(25 * MEGABYTE),
  MEDIA_CACHE_BYTES: wholeNumber(MEGABYTE, 1024 * 1024 * GIGABYTE).default(10 * GIGABYTE),
}

type MediaVariables = z.output<z.ZodObject<typeof mediaVariables>>

/** Null where images are kept in a folder. */
export function bucketFrom(given: MediaVariables): Bucket | null {
  const { MEDIA_BUCKET: name, MEDIA_S3_ENDPOINT: endpoint = null, MEDIA_S3_REGION: region } = given
  if (name === undefined) return null
  // Amazon wants the bucket in the host's name; most others have a single name.
  return { name, region, endpoint, isInPath: given.MEDIA_S3_FORCE_PATH_STYLE ?? endpoint !== null }
}
