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

/** Which of these there are. */
export async function knownArticles(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.article.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}
