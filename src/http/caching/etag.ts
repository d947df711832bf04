import { hash } from 'node:crypto'

/**
 * The validator of a body of this type. It is weak, so it is the same for every encoding of the body (RFC 9110, section 8.8.1): a proxy may
 * compress or decompress what it passes on.
 */
export function etagOf(type: string, body: string | Uint8Array): string {
  return `W/"${hash('sha1', `${type} ${hash('sha1', body, 'base64url')}`, 'base64url')}"`
}

/** An entity tag, of which only the quoted part counts in a weak comparison. A comma may be part of it. */
const TAGS = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g

/** Whether a client that sends this If-None-Match has what has this validator: the weak comparison of RFC 9110, section 8.8.3.2. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === etag) return true
  if (ifNoneMatch.trim() === '*') return true
  const opaque = etag.replace(/^W\//, '')
  return [...ifNoneMatch.matchAll(TAGS)].some(([, tag]) => tag === opaque)
}
