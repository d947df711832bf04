import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { Role, Viewer } from '../viewer/viewer.ts'

/** A new account, of a person or of a program. @param actor null: the operator */
export async function makeAccount(
  tx: Tx,
  actor: Viewer | null,
  account: { name: string; email: string | null; role: Role },
): Promise<{ id: string }> {
  const { id } = await tx.user.create({ data: account, select: { id: true } })
  await writeActivity(tx, actor, { type: 'User', id, action: 'USER_CREATED' })
  return { id }
}
