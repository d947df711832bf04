import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange, firstValues, idsOf } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import type { Role, Viewer } from '../viewer/viewer.ts'
import { newAccessToken, traceOf } from './access-token.ts'

export interface NewAccessToken {
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly expiresAt: Date | null
}

/** @param actor null: the operator, by npm run token */
export async function makeAccessToken(
  tx: Tx,
  actor: Viewer | null,
  { userId, name, role, expiresAt }: NewAccessToken,
): Promise<{ id: string; token: string }> {
  const token = newAccessToken()
  const { id } = await tx.accessToken.create({
    data: { userId, name, role, expiresAt, createdById: actor?.id ?? null, ...traceOf(token) },
    select: { id: true },
  })
  const note = actor ? name : `${name} (npm run token)`
  const changedFields = firstValues({ name, role, expiresAt, user: idsOf('User', userId) })
  await writeActivity(tx, actor, { type: 'AccessToken', id, action: 'TOKEN_CREATED', note, changedFields })
  return { id, token }
}

/** Once, however often it is asked for. False where there is no such token. */
export async function revokeToken(tx: Tx, actor: Viewer, id: string): Promise<boolean> {
  const revokedAt = new Date()
  const { count } = await tx.accessToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt } })
  const changedFields = [fieldChange('revokedAt', null, revokedAt)]
  if (count > 0) await writeActivity(tx, actor, { type: 'AccessToken', id, action: 'TOKEN_REVOKED', changedFields })
  return count > 0 || (await tx.accessToken.count({ where: { id } })) > 0
}
