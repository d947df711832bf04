import { Readable } from 'node:stream'
import type { MediaStore } from './storage.ts'

// Several databases may use one store: a staging copy, a restored backup, a server that was started without its DATABASE_URL. Each database
// leaves a file of its own there, its claim. A store with the claim of another database loses no file: that one may need it.

const CLAIMS = 'databases/'

/** Whether a file of the store is a claim. */
export const isClaim = (name: string): boolean => name.startsWith(CLAIMS)

/** A database that uses a store. */
export interface Claim {
  /** As `databaseId` gives it */
  readonly database: string
  /** When a server over that database last started with the store */
  readonly startedAt: Date
}

/** Says in the store that this database uses it. */
export async function claimStore(store: MediaStore, database: string): Promise<void> {
  await store.put(CLAIMS + database, Readable.from(['The database with this id uses the files of this store.\n']))
}

/** The other databases that use the store. */
export async function otherClaims(store: MediaStore, database: string): Promise<Claim[]> {
  const claims: Claim[] = []
  for await (const { name, modifiedAt } of store.list(CLAIMS)) {
    const other = name.slice(CLAIMS.length)
    if (other !== database) claims.push({ database: other, startedAt: modifiedAt })
  }
  return claims
}

/** Forgets that a database uses the store: it does not exist any more. */
export async function removeClaim(store: MediaStore, database: string): Promise<void> {
  await store.remove(CLAIMS + database)
}
