import type { ImageWords } from '../rendering/image-words.ts'
import { parseRenditionName, renditionName } from '../rendering/rendition.ts'
import type { Incoming } from '../store/incoming.ts'
import { withLocalFile, withNewFile } from '../store/local-file.ts'
import type { MediaStore, StoredFile } from '../store/storage.ts'
import { StorageUnavailable } from '../store/storage-unavailable.ts'
import { publicCopyFile, renditionFile, wordedCopyFile } from '../store/stored-files.ts'
import { fairQueue } from './fair-queue.ts'
import { type ImageWorkers, MAX_RENDERS } from './image-workers.ts'
import { WorkInterrupted } from './worker-processes.ts'

const MOST_WAITING = 100

/** Proxies and browsers give up after a minute, and the work itself takes some time. */
const PATIENCE_MS = 30_000

/** As many names as a process remembers to have seen. */
const MOST_KNOWN = 10_000

const UNREADABLE = Symbol('not a readable image')

export interface RenderQueue {
  /**
   * The cached file of a rendition, made at the first request. It has the words of now, also where the name is of earlier ones.
   * @param name as `renditionName` writes it
   * @param client who waits for it: clients take turns
   * @returns null where there is no such original, or nothing to make an image of
   * @throws QueueFull, WorkInterrupted, StorageUnavailable
   */
  rendition(name: string, client: string): Promise<StoredFile | null>
  /**
   * The file served for an original: itself if it has no metadata and there are no words, otherwise a copy.
   * @param version of its words, as the address names it
   * @throws as above
   */
  publicCopy(file: string, client: string, version?: string | null): Promise<StoredFile | null>
}

export type WordsOf = (file: string, version: string | null) => Promise<ImageWords | null>

export interface RenderQueueOptions {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly imageWorkers: ImageWorkers
  /** What is said of the image with this file, in the version that is asked for if that is the newest. Null: nothing, as when absent */
  readonly wordsOf?: WordsOf
  /** Of originals that cannot be read */
  readonly onFault?: (error: unknown, file: string) => void
  /** Of a file that was made and stored */
  readonly onMade?: (file: StoredFile) => void
  /** How many may wait */
  readonly waiting?: number
  /** How long, in milliseconds */
  readonly patienceMs?: number
}

/** Makes what is asked for once, however many ask at once, a few at a time and not more than can wait. */
export function renderQueue({
  store,
  incoming,
  imageWorkers,
  wordsOf = async () => null,
  onFault,
  onMade,
  waiting = MOST_WAITING,
  patienceMs = PATIENCE_MS,
}: RenderQueueOptions): RenderQueue {
  const ask = fairQueue<StoredFile | null>({ concurrency: MAX_RENDERS, waiting, patienceMs })
  const ownCopies = new Set<string>()

  /** @param make writes the second file, or says that the original is what is wanted */
  async function cachedOrMade(
    name: string,
    { file, client }: { file: string; client: string },
    make: (original: string, to: string) => Promise<boolean>,
  ): Promise<StoredFile | null> {
    const cached = await store.stat(name)
    if (!cached) return ask({ name, client, source: file, make: () => made(name, file, make) })
    // A note that cannot be written only makes the file look unused.
    store.markUsed(cached).catch(() => {})
    return cached
  }

  /** Another process may do the same at the same time: the bytes are equal, and the last file stays. */
  async function made(name: string, file: string, make: (original: string, to: string) => Promise<boolean>) {
    const [cached, original] = [await store.stat(name), await store.stat(file)]
    if (cached || !original) return cached
    return withNewFile(incoming, async (to) => {
      const isMade = await withLocalFile({ store, incoming }, file, (path) => make(path, to)).catch((error: unknown) =>
        unreadable(error, file),
      )
      if (isMade === UNREADABLE) return null
      if (!isMade) return remembered(original)
      await store.put(name, to)
      const stored = await store.stat(name)
      if (stored) onMade?.(stored)
      return stored
    })
  }

  /** @throws the fault of a process or a disk: the original may be fine */
  async function unreadable(error: unknown, file: string): Promise<typeof UNREADABLE> {
    if (error instanceof WorkInterrupted || error instanceof StorageUnavailable) throw error
    // A full disk, too, is reported by the decoder in its own words.
    await incoming.check()
    onFault?.(error, file)
    return UNREADABLE
  }

  function remembered(original: StoredFile): StoredFile {
    if (ownCopies.size >= MOST_KNOWN) ownCopies.clear()
    ownCopies.add(original.name)
    return original
  }

  return {
    async rendition(name, client) {
      const wanted = parseRenditionName(name)
      if (!wanted) return null
      const { file } = wanted
      const words = await wordsOf(file, wanted.words ?? null)
      const current = renditionFile(renditionName({ ...wanted, words: words?.version ?? null }))
      return cachedOrMade(current, { file, client }, (from, to) => imageWorkers.rendition(from, wanted, to, words))
    },
    async publicCopy(file, client, version = null) {
      const words = await wordsOf(file, version)
      if (!words && ownCopies.has(file)) return store.stat(file)
      const name = words ? wordedCopyFile(file, words.version) : publicCopyFile(file)
      return cachedOrMade(name, { file, client }, (from, to) => imageWorkers.publicCopy(from, to, words))
    },
  }
}
