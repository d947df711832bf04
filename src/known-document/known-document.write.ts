import type { Database } from '../database/database.ts'

export interface NewDocument {
  readonly hash: string
  readonly text: string
  /** Its operations, for people */
  readonly name: string
}

/** All or none. @returns how many were not known before */
export function storeDocuments(database: Database, documents: readonly NewDocument[]): Promise<number> {
  return database.transaction(async (tx) => {
    const { count } = await tx.knownDocument.createMany({ data: [...documents], skipDuplicates: true })
    return count
  })
}

/** All or none. @throws Error that names those that are not stored */
export function removeDocuments(database: Database, hashes: readonly string[]): Promise<void> {
  return database.transaction(async (tx) => {
    const found = await tx.knownDocument.findMany({ where: { hash: { in: [...hashes] } }, select: { hash: true } })
    const known = new Set(found.map(({ hash }) => hash))
    const unknown = hashes.filter((hash) => !known.has(hash))
    if (unknown.length > 0) throw new Error(`Not stored, so nothing was removed: ${unknown.join(', ')}`)
    await tx.knownDocument.deleteMany({ where: { hash: { in: [...hashes] } } })
  })
}
