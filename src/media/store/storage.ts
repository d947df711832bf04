import type { Readable } from 'node:stream'

/** The store of image files: a folder, or a bucket. A stored file is always complete, even if writing is interrupted. */
export interface MediaStore {
  /**
   * Stores a copy of a file or a stream under a name, replacing an existing one. When it resolves, a crash does not lose the file.
   * @throws what the stream throws, and then keeps nothing
   */
  put(name: string, source: string | Readable): Promise<void>
  /** All bytes of a file, or those from `start` to `end`, both included; null if there is no such file. */
  open(name: string, range?: ByteRange): Promise<OpenFile | null>
  /** All bytes of a small file; null if there is no such file. */
  read(name: string): Promise<Buffer | null>
  stat(name: string): Promise<StoredFile | null>
  /** Notes that a file has just been served, where the store can: files that were made and not used for long are removed first. */
  markUsed(file: StoredFile): Promise<void>
  /** Where a file would lie on this machine; null where files are elsewhere. */
  pathOf(name: string): string | null
  /** No matter whether it is there. */
  remove(name: string): Promise<void>
  /** All files whose names begin so, in no order. What is still being written is not among them. */
  list(prefix?: string): AsyncIterable<StoredFile>
  /** Removes what was begun before then and never became a file: a process was killed. @returns how many */
  removeUnfinished(before: Date): Promise<number>
  /** @throws Error where files cannot be stored or read at the moment */
  check(): Promise<void>
  /** Lets go of connections. */
  close(): void
}

export interface ByteRange {
  readonly start: number
  /** Not beyond the file's last byte */
  readonly end: number
}

export interface StoredFile {
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedAt: Date
  /** When it was last used, as far as the store knows */
  readonly usedAt: Date
}

export interface OpenFile extends StoredFile {
  /** To be read to its end, or destroyed */
  readonly stream: Readable
}

/** Between slashes: letters, digits, and signs that mean nothing to a shell, an address or a file system; no dot in front. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/

const MOST_CHARACTERS = 512

/** Whether a file can have this name. Nothing that passes leaves the folder, or hides in it. */
export function isMediaName(name: string): boolean {
  return name.length <= MOST_CHARACTERS && NAME.test(name)
}

/** @throws Error for a name that no file can have: names are ours, so this is a fault of the program */
export function checkMediaName(name: string): void {
  if (!isMediaName(name)) throw new Error(`${JSON.stringify(name.slice(0, 100))} is not the name of a media file`)
}
