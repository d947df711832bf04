import { createHash } from 'node:crypto'

/** What the database keeps of a preview link's token. */
export function previewTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
