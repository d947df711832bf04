import type { Tx } from '../database/database.ts'
import { articleConflict } from '../lifecycle/conflict.load.ts'

/** The row with all that hangs on it. @throws Refusal CONFLICT */
export async function deleteArticleRow(tx: Tx, id: string, version: number): Promise<void> {
  const { count } = await tx.article.deleteMany({ where: { id, version } })
  if (count === 0) throw await articleConflict(tx, id, version)
}
