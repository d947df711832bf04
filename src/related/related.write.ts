import type { Tx } from '../database/database.ts'
import type { RelatedState } from './related.rules.ts'

/** Puts these beside the article and keeps those away, and no others. The article's row is held by the write before it. */
export async function replaceRelated(
  tx: Tx,
  articleId: string,
  { pinnedIds, excludedIds }: RelatedState,
): Promise<void> {
  await tx.articlePin.deleteMany({ where: { articleId } })
  await tx.articlePin.createMany({
    data: pinnedIds.map((relatedId, position) => ({ articleId, relatedId, position })),
  })
  await tx.articleExclusion.deleteMany({ where: { articleId } })
  await tx.articleExclusion.createMany({ data: excludedIds.map((relatedId) => ({ articleId, relatedId })) })
}
