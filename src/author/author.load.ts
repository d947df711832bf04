import type { Tx } from '../database/database.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { AuthorState } from './author.rules.ts'

/** An author as a mutation finds them. */
export async function findAuthor(tx: Tx, id: string): Promise<(AuthorState & Versioned) | null> {
  const links = { select: { label: true, url: true }, orderBy: { position: 'asc' } } as const
  const row = await tx.author.findUnique({ where: { id }, include: { links } })
  return row && { ...row, links: row.links.map(({ label, url }) => ({ label, url })) }
}
