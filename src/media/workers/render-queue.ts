import pLimit from 'p-limit'
import { inFlight } from '../../lib/in-flight.ts'
import { parseRenditionName } from '../rendering/rendition.ts'
import type { Incoming } from '../store/incoming.ts'
import { withLocalFile, withNewFile } from '../store/local-file.ts'
import type { MediaStore, StoredFile } from '../store/storage.ts'
import { keptCopy, keptRendition } from '../store/stored-files.ts'
import { Busy } from './concurrency-limit.ts'
import { BENCHES, type Makers } from './image-workers.ts'

const MOST_WAITING = 100
/** As many names as a process remembers to have seen. */
const MOST_KNOWN = 10_000

const UNREADABLE = Symbol('not a readable image')

export interface Workshop {
  /**
   * The kept file of a rendition, made when it is first asked for.
   * @param name as `renditionName` writes it
   * @returns null where there is no such original, or nothing to make a picture of
   * @throws Busy
   */
  rendition(name: string): Promise<StoredFile | null>
  /** What is served for an original: itself where it says nothing but its picture, else a copy that does not. @throws Busy */
  original(file: string): Promise<StoredFile | null>
}

export interface WorkshopOptions {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly makers: Makers
  /** Told of originals that cannot be read */
  readonly onFault?: (error: unknown, file: string) => void
  /** How many may wait */
  readonly waiting?: number
}

/** Makes what is asked for once, however many ask at once, a few at a time and not more than can wait. */
export function workshop({ store, incoming, makers, onFault, waiting = MOST_WAITING }: WorkshopOptions): Workshop {
  const limit = pLimit(BENCHES)
  const shared = inFlight<StoredFile | null>()
  const ownCopies = new Set<string>()

  /** However many ask for the same at the same time. @throws Busy */
  function once(name: string, make: () => Promise<StoredFile | null>): Promise<StoredFile | null> {
    return shared(name, () => {
      if (limit.pendingCount >= waiting) throw new Busy(`${waiting} images are waiting to be rendered`)
      return limit(make)
    })
  }

  /**
   * Another process may do the same meanwhile: the bytes are the same, and the last one stays.
   * @param make writes the second file, or says that the original is what is wanted
   */
  async function made(name: string, file: string, make: (original: string, to: string) => Promise<boolean>) {
    const [kept, original] = [await store.stat(name), await store.stat(file)]
    if (kept || !original) return kept
    return withNewFile(incoming, async (to) => {
      const isMade = await withLocalFile({ store, incoming }, file, (path) => make(path, to)).catch(
        (error: unknown) => {
          onFault?.(error, file)
          return UNREADABLE
        },
      )
      if (isMade === UNREADABLE) return null
      if (!isMade) return remembered(original)
      await store.put(name, to)
      return store.stat(name)
    })
  }

  function remembered(original: StoredFile): StoredFile {
    if (ownCopies.size >= MOST_KNOWN) ownCopies.clear()
    ownCopies.add(original.name)
    return original
  }

  return {
    async rendition(name) {
      const wanted = parseRenditionName(name)
      if (!wanted) return null
      const kept = keptRendition(name)
      const found = await store.stat(kept)
      return found ?? once(kept, () => made(kept, wanted.file, (from, to) => makers.rendition(from, wanted, to)))
    },
    async original(file) {
      if (ownCopies.has(file)) return store.stat(file)
      const kept = keptCopy(file)
      const found = await store.stat(kept)
      return found ?? once(kept, () => made(kept, file, makers.publicCopy))
    },
  }
}
