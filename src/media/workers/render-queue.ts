import pLimit from 'p-limit'
import { inFlight } from '../../lib/in-flight.ts'
import { parseRenditionName } from '../rendering/rendition.ts'
import type { Incoming } from '../store/incoming.ts'
import { withLocalFile, withNewFile } from '../store/local-file.ts'
import type { MediaStore, StoredFile } from '../store/storage.ts'
import { publicCopyFile, renditionFile } from '../store/stored-files.ts'
import { QueueFull } from './concurrency-limit.ts'
import { type ImageWorkers, MAX_RENDERS } from './image-workers.ts'

const MOST_WAITING = 100
/** As many names as a process remembers to have seen. */
const MOST_KNOWN = 10_000

const UNREADABLE = Symbol('not a readable image')

export interface RenderQueue {
  /**
   * The cached file of a rendition, made at the first request.
   * @param name as `renditionName` writes it
   * @returns null where there is no such original, or nothing to make an image of
   * @throws QueueFull
   */
  rendition(name: string): Promise<StoredFile | null>
  /** The file served for an original: itself if it has no metadata, otherwise a copy without it. @throws QueueFull */
  original(file: string): Promise<StoredFile | null>
}

export interface RenderQueueOptions {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly imageWorkers: ImageWorkers
  /** StoredEvent of originals that cannot be read */
  readonly onFault?: (error: unknown, file: string) => void
  /** How many may wait */
  readonly waiting?: number
}

/** Makes what is asked for once, however many ask at once, a few at a time and not more than can wait. */
export function renderQueue({
  store,
  incoming,
  imageWorkers,
  onFault,
  waiting = MOST_WAITING,
}: RenderQueueOptions): RenderQueue {
  const limit = pLimit(MAX_RENDERS)
  const shared = inFlight<StoredFile | null>()
  const ownCopies = new Set<string>()

  /** However many ask for the same at the same time. @throws QueueFull */
  function once(name: string, make: () => Promise<StoredFile | null>): Promise<StoredFile | null> {
    return shared(name, () => {
      if (limit.pendingCount >= waiting) throw new QueueFull(`${waiting} images are waiting to be rendered`)
      return limit(make)
    })
  }

  /**
   * Another process may do the same at the same time: the bytes are equal, and the last file stays.
   * @param make writes the second file, or says that the original is what is wanted
   */
  async function made(name: string, file: string, make: (original: string, to: string) => Promise<boolean>) {
    const [cached, original] = [await store.stat(name), await store.stat(file)]
    if (cached || !original) return cached
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
      const cached = renditionFile(name)
      const found = await store.stat(cached)
      return (
        found ?? once(cached, () => made(cached, wanted.file, (from, to) => imageWorkers.rendition(from, wanted, to)))
      )
    },
    async original(file) {
      if (ownCopies.has(file)) return store.stat(file)
      const cached = publicCopyFile(file)
      const found = await store.stat(cached)
      return found ?? once(cached, () => made(cached, file, imageWorkers.publicCopy))
    },
  }
}
