import type { Database } from '../../src/database/database.ts'
import type { Client } from '../helpers/client.ts'

export interface Lock {
  holder: { name: string }
  isMine: boolean
  acquiredAt: string
  expiresAt: string
}

export interface LockPayload {
  lock: Lock | null
  article: { id: string; version: number; lock: Lock | null } | null
  userErrors: { code: string; path: string[]; message: string }[]
}

const LOCKED = 'lock { holder { name } isMine acquiredAt expiresAt }'
const ANSWER = `article { id version ${LOCKED} } userErrors { code path message }`

export const LOCK = `mutation ($input: LockArticleInput!) { lockArticle(input: $input) { ${LOCKED} ${ANSWER} } }`
export const UNLOCK = `mutation ($input: UnlockArticleInput!) { unlockArticle(input: $input) { ${ANSWER} } }`

export function lock(client: Client, id: string, more: object = {}): Promise<LockPayload> {
  return client.mutate<LockPayload>(LOCK, { input: { id, ...more } })
}

export function unlock(client: Client, id: string, more: object = {}): Promise<LockPayload> {
  return client.mutate<LockPayload>(UNLOCK, { input: { id, ...more } })
}

/** Lets the time of a lock go by. */
export async function letExpire({ prisma }: Database, articleId: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE article_lock SET acquired_at = acquired_at - interval '5 minutes', expires_at = expires_at - interval '5 minutes'
    WHERE article_id = ${articleId}::uuid`
}
