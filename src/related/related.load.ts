import type { Tx } from '../database/database.ts'
import type { RelatedState } from './related.rules.ts'

/** What editors have put beside an article, and keep away from it. */
export async function loadRelated(tx: Tx, articleId: string): Promise<RelatedState> {
  const select = { relatedId: true }
  const pins = await tx.articlePin.findMany({ where: { articleId }, select, orderBy: { position: 'asc' } })
  const exclusions = await tx.articleExclusion.findMany({ where: { articleId }, select })
  return {
    pinnedIds: pins.map(({ relatedId }) => relatedId),
    excludedIds: exclusions.map(({ relatedId }) => relatedId),
  }
}
