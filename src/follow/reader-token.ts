import { createHash, randomBytes } from 'node:crypto'
import type { ReaderTokenPurpose } from '../generated/prisma/enums.ts'

export type Purpose = ReaderTokenPurpose

/** For how many days the link with such a token works. */
export const DAYS: Readonly<Record<Purpose, number>> = { CONFIRM: 7, MANAGE: 30, UNSUBSCRIBE: 60 }

/** 128 random bits: impossible to guess, so a plain hash is enough. The prefix lets people, and scanners for leaked secrets, recognise it. */
export function newReaderToken(): string {
  return `cpr_${randomBytes(16).toString('base64url')}`
}

/** What the database stores of the token of a link. */
export function readerTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
