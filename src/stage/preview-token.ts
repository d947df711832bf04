import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits: beyond guessing, so that a plain hash of it keeps it safe. The prefix lets people, and scanners for leaked secrets, see what it is. */
export function newPreviewToken(): string {
  return `cpv_${randomBytes(32).toString('base64url')}`
}

/** What the database keeps of a preview link's token. */
export function previewTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
