import type { Database } from '../database/database.ts'

/** What a document that is stored under this hash says; null if there is none. */
export async function loadKnownDocument(database: Database, hash: string): Promise<string | null> {
  const [row] = await database.query<{ text: string }>({
    text: 'select text from known_document where hash = $1',
    parameters: [hash],
    name: 'known_document',
  })
  return row?.text ?? null
}

export interface ListedDocument {
  readonly hash: string
  readonly name: string
  readonly addedAt: Date
}

export function listKnownDocuments({ prisma }: Database): Promise<ListedDocument[]> {
  return prisma.knownDocument.findMany({
    select: { hash: true, name: true, addedAt: true },
    orderBy: [{ name: 'asc' }, { hash: 'asc' }],
  })
}
