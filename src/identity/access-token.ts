import { createHash, randomBytes } from 'node:crypto'

/** The prefix lets people, and scanners for leaked secrets, see what it is. */
const ACCESS_TOKEN = /^cpd_[A-Za-z0-9_-]{43}$/

/** Of the sample newsroom (prisma/seed). Everybody knows them, so nothing in production takes them. */
export const devTokens = { REPORTER: 'dev-reporter', EDITOR: 'dev-editor', ADMIN: 'dev-admin' } as const

const DEV_TOKENS: ReadonlySet<string> = new Set(Object.values(devTokens))

/** 256 random bits: beyond guessing, so that a plain hash of it keeps it safe. */
export function newAccessToken(): string {
  return `cpd_${randomBytes(32).toString('base64url')}`
}

export function isAccessToken(text: string): boolean {
  return ACCESS_TOKEN.test(text)
}

export function isDevToken(text: string): boolean {
  return DEV_TOKENS.has(text)
}

/** What the database keeps of a token: its hash, and the end by which people tell their tokens apart. */
export function traceOf(token: string): { hash: string; hint: string } {
  return { hash: createHash('sha256').update(token).digest('hex'), hint: token.slice(-4) }
}
