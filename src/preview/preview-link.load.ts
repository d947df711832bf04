import type { Tx } from '../database/database.ts'

/** A preview link, whether it still opens anything or not. */
export interface LoadedLink {
  readonly id: string
  readonly articleId: string
  readonly createdById: string | null
}

export function findPreviewLink(tx: Tx, id: string): Promise<LoadedLink | null> {
  return tx.previewLink.findUnique({ where: { id }, select: { id: true, articleId: true, createdById: true } })
}

export async function findCreator(tx: Tx, id: string): Promise<{ readonly id: string } | null> {
  return tx.user.findUnique({ where: { id }, select: { id: true } })
}

/** The article's revision with this number; null where it has none. */
export async function revisionIdOf(tx: Tx, articleId: string, number: number): Promise<string | null> {
  const key = { articleId_number: { articleId, number } }
  return (await tx.revision.findUnique({ where: key, select: { id: true } }))?.id ?? null
}
