import { randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'

/** 256 random bits, in the form of Standard Webhooks. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`
}

/** Characters of a hint. */
export const HINT_LENGTH = 4

/** The last characters, by which people recognise a secret, without the padding of base64. */
export function hintOf(secret: string): string {
  return secret.replace(/=+$/, '').slice(-HINT_LENGTH)
}
