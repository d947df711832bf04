import { Unavailable } from '../../errors/unavailable.ts'
import { checkMediaName, type MediaStore } from './storage.ts'

/** The folder or the bucket cannot be used at the moment: away, full, not permitted, or it does not respond. The cause says why. */
export class StorageUnavailable extends Unavailable {
  override name = 'StorageUnavailable'

  constructor(cause: unknown) {
    super('The server cannot read or store image files at the moment. Try again later.', { cause })
  }
}

/** @throws StorageUnavailable for all that the work throws */
export async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof StorageUnavailable ? error : new StorageUnavailable(error)
  }
}

/** The store, with StorageUnavailable in the place of the faults of a file system or a bucket. */
export function reportUnavailable(store: MediaStore): MediaStore {
  function named<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    checkMediaName(name)
    return orUnavailable(work)
  }

  return {
    put: (name, source) => named(name, () => store.put(name, source)),
    open: (name, range) => named(name, () => store.open(name, range)),
    read: (name) => named(name, () => store.read(name)),
    stat: (name) => named(name, () => store.stat(name)),
    markUsed: (file) => store.markUsed(file),
    pathOf: (name) => store.pathOf(name),
    remove: (name) => named(name, () => store.remove(name)),
    async *list(prefix) {
      try {
        yield* store.list(prefix)
      } catch (error) {
        throw new StorageUnavailable(error)
      }
    },
    removeUnfinished: (before) => orUnavailable(() => store.removeUnfinished(before)),
    check: () => orUnavailable(() => store.check()),
    close: () => store.close(),
  }
}
