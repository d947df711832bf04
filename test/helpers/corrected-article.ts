import { randomUUID } from 'node:crypto'
import type { Givens } from './given.ts'

/** A live article with a correction, as the input of a mutation names both. */
export async function correctedArticle(given: Givens): Promise<{ id: string; version: number; correctionId: string }> {
  const id = randomUUID()
  const article = await given.article({
    slug: `corrected-${id}`,
    corrections: [{ id, kind: 'CORRECTION', text: 'A name was wrong' }],
  })
  return { id: article.id, version: 1, correctionId: `correction_${id}` }
}
