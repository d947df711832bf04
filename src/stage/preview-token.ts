import { createHash, randomBytes } from 'node:crypto'

/**
 * 256 random bits: impossible to guess, so a plain hash is enough. The prefix lets people, and scanners for leaked secrets, recognise it.
 */
export function newPreviewToken(): string {
  return `cpv_${randomBytes(32).toString('base64url')}`
}

/** What the database keeps of a preview link's token. */
export function previewTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
