import { createHash, randomBytes } from 'node:crypto'

/** The prefix lets people, and scanners for leaked secrets, recognise it. */
const ACCESS_TOKEN = /^cpd_[A-Za-z0-9_-]{43}$/

/** Of the sample newsroom (prisma/seed). Everybody knows them, so nothing in production takes them. */
export const devTokens = { REPORTER: 'dev-reporter', EDITOR: 'dev-editor', ADMIN: 'dev-admin' } as const

const DEV_TOKENS: ReadonlySet<string> = new Set(Object.values(devTokens))

/** 256 random bits: impossible to guess, so a plain hash is enough. */
export function newAccessToken(): string {
  return `cpd_${randomBytes(32).toString('base64url')}`
}

export function isAccessToken(text: string): boolean {
  return ACCESS_TOKEN.test(text)
}

export function isDevToken(text: string): boolean {
  return DEV_TOKENS.has(text)
}

/** The parts of a token that the database stores: its hash, and its last characters, so that people can tell their tokens apart. */
export function traceOf(token: string): { hash: string; hint: string } {
  return { hash: createHash('sha256').update(token).digest('hex'), hint: token.slice(-4) }
}
