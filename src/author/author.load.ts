import type { Tx } from '../database/database.ts'
import { inOrder } from '../versioned-row/translation.rules.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { AuthorState } from './author.rules.ts'

/** An author as a mutation finds them. */
export async function findAuthor(tx: Tx, id: string): Promise<(AuthorState & Versioned) | null> {
  const links = { select: { label: true, url: true }, orderBy: { position: 'asc' } } as const
  const translations = { select: { locale: true, name: true, slug: true, jobTitle: true, bio: true } } as const
  const row = await tx.author.findUnique({ where: { id }, include: { links, translations } })
  if (!row) return null
  return {
    ...row,
    links: row.links.map(({ label, url }) => ({ label, url })),
    translations: inOrder(row.translations).map(({ locale, name, slug, jobTitle, bio }) => ({
      locale,
      name,
      slug,
      jobTitle,
      bio,
    })),
  }
}
