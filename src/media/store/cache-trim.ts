import type { MediaStore, StoredFile } from './storage.ts'
import { DERIVED_PREFIXES, isOriginal } from './stored-files.ts'

export interface Trimmed {
  /** What is left */
  readonly bytes: number
  readonly removed: number
}

/** What is left of the most, so that not every new file leads to a search for old ones. */
const SHARE_LEFT = 0.9

/** A file that was made or found just now may be on its way to a reader. */
const A_MINUTE = 60_000

/**
 * Removes files that were made from originals until all of them together are below the most, those that were not used for longest first. Several
 * processes may do so at the same time: they choose the same files. No original is ever removed.
 */
export async function trimCache(store: MediaStore, mostBytes: number, now = Date.now()): Promise<Trimmed> {
  const files: Pick<StoredFile, 'name' | 'sizeBytes' | 'usedAt'>[] = []
  for (const prefix of DERIVED_PREFIXES) {
    for await (const { name, sizeBytes, usedAt } of store.list(prefix)) files.push({ name, sizeBytes, usedAt })
  }
  let bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let removed = 0
  if (bytes <= mostBytes) return { bytes, removed }
  for (const { name, sizeBytes, usedAt } of files.sort((one, other) => one.usedAt.getTime() - other.usedAt.getTime())) {
    if (bytes <= mostBytes * SHARE_LEFT || now - usedAt.getTime() < A_MINUTE) break
    if (isOriginal(name)) throw new Error(`${name} is an original`)
    await store.remove(name)
    bytes -= sizeBytes
    removed += 1
  }
  return { bytes, removed }
}

export interface CacheTrimmerOptions {
  readonly store: MediaStore
  readonly mostBytes: number
  readonly onTrimmed: (trimmed: Trimmed) => void
  readonly onFault: (error: unknown) => void
}

export interface CacheTrimmer {
  /** Of a file that was made and stored */
  made(file: StoredFile): void
  close(): Promise<void>
}

/** Other processes make files too: what this one does not know of is found then. */
const AN_HOUR = 60 * A_MINUTE

/** Trims the cache soon after the start, every hour, and whenever this process has made a twentieth of the most. */
export function cacheTrimmer({ store, mostBytes, onTrimmed, onFault }: CacheTrimmerOptions): CacheTrimmer {
  let made = 0
  let trimming = Promise.resolve()
  let isTrimming = false
  let isClosed = false

  function trim(): void {
    if (isTrimming || isClosed) return
    isTrimming = true
    made = 0
    trimming = trimCache(store, mostBytes)
      .then((trimmed) => {
        if (trimmed.removed > 0) onTrimmed(trimmed)
      }, onFault)
      .finally(() => {
        isTrimming = false
      })
  }

  const first = setTimeout(trim, A_MINUTE).unref()
  const regular = setInterval(trim, AN_HOUR).unref()
  return {
    made({ sizeBytes }) {
      made += sizeBytes
      if (made > mostBytes / 20) trim()
    },
    async close() {
      isClosed = true
      clearTimeout(first)
      clearInterval(regular)
      await trimming
    },
  }
}
