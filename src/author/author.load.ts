import type { Tx } from '../database/database.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { AuthorState } from './author.rules.ts'

/** An author as a mutation finds them. */
export function findAuthor(tx: Tx, id: string): Promise<(AuthorState & Versioned) | null> {
  const links = { select: { label: true, url: true }, orderBy: { position: 'asc' } } as const
  return tx.author.findUnique({ where: { id }, include: { links } })
}
