import type { Tx } from '../database/database.ts'
import type { CorrectionKind } from '../generated/graphql.ts'
import type { Faults } from '../mutation/faults.ts'
import { absent, Refusal } from '../mutation/user-error.ts'

/** A correction that was not removed. */
export interface LoadedCorrection {
  readonly id: string
  readonly kind: CorrectionKind
  readonly text: string
  readonly publishedAt: Date
}

/**
 * The correction of this article with this id, if it was not removed.
 * @throws Refusal NOT_FOUND, with what else was found wrong
 */
export async function getCorrection(
  tx: Tx,
  articleId: string,
  id: string | null,
  faults: Faults,
): Promise<LoadedCorrection> {
  const select = { id: true, kind: true, text: true, publishedAt: true } as const
  const found =
    id === null ? null : await tx.correction.findFirst({ where: { id, articleId, removedAt: null }, select })
  if (found) return found
  const { userErrors } = absent('correction of this article', ['input', 'correctionId'])
  throw new Refusal([...faults.found, ...userErrors])
}
