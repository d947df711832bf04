import { Unavailable } from '../errors/unavailable.ts'
import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import { download } from '../media/intake/download.ts'
import { type Fault, type Inspected, isFault, tooLarge } from '../media/intake/inspect.ts'
import type { Incoming } from '../media/store/incoming.ts'
import { withNewFile } from '../media/store/local-file.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { StorageUnavailable } from '../media/store/storage-unavailable.ts'
import { QueueFull } from '../media/workers/concurrency-limit.ts'
import type { ImageWorkers } from '../media/workers/image-workers.ts'
import { WorkInterrupted } from '../media/workers/worker-processes.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Subject } from '../mutation/user-error.ts'
import { parseAddress } from '../mutation/web-address.ts'
import { type Network, NotFetched } from '../outgoing/public-network.ts'
import { badFile, type FileFault } from './file-errors.ts'
import { removeUnusedFile } from './image-file.write.ts'
import { parseGivenMetadata } from './new-image.rules.ts'
import { insertImage, type NewImage, newFileName, putFile } from './new-image.write.ts'

/** What is needed to add an image. */
export interface Intake {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly imageWorkers: ImageWorkers
  /** What one file may have */
  readonly maxBytes: number
  /** The public internet when left out */
  readonly network?: Network | undefined
}

export interface AddedImage extends Versions {
  image: Subject
  isNew: boolean
}

export function uploadImage(
  desk: MutationContext,
  intake: Intake,
  input: UploadImageInput,
): Promise<Outcome<AddedImage>> {
  const { file } = input
  return addToLibrary(desk, intake, {
    name: 'uploadImage',
    input,
    place: 'file',
    sourceUrl: null,
    getFile: async () => (file.isTooLarge ? tooLarge(intake.maxBytes) : file.path),
  })
}

export function importImage(
  desk: MutationContext,
  intake: Intake,
  input: ImportImageInput,
): Promise<Outcome<AddedImage>> {
  const { incoming, maxBytes, network } = intake
  return withNewFile(incoming, (path) => {
    const getFile = async (faults: Faults) => {
      const url = parseAddress(input.url, ['input', 'url'], faults)
      if (url === null) return null
      try {
        const downloaded = await download(url, path, { maxBytes, ...(network && { network }) })
        return downloaded === 'whole' ? path : tooLarge(maxBytes)
      } catch (error) {
        if (error instanceof NotFetched) return error
        throw error
      }
    }
    return addToLibrary(desk, intake, {
      name: 'importImage',
      input,
      place: 'url',
      sourceUrl: URL.parse(input.url)?.href ?? null,
      getFile,
    })
  })
}

interface ImageSource {
  readonly name: string
  readonly input: UploadImageInput | ImportImageInput
  /** The field of the input that errors of the file are reported for */
  readonly place: string
  readonly sourceUrl: string | null
  /** Resolves with where the file is; null where the input cannot say, and then that is a fault */
  readonly getFile: (faults: Faults) => Promise<string | FileFault | null>
}

/** The file is put where it stays before the row is written: a crash between the two leaves a file that no row speaks of, never the opposite. */
async function addToLibrary(desk: MutationContext, intake: Intake, source: ImageSource): Promise<Outcome<AddedImage>> {
  const { store } = intake
  const { name, input } = source
  const received: NewImage[] = []
  // Whether there may be a file in the store that no row speaks of.
  let isLeft = true
  try {
    const outcome = await mutate(desk, {
      name,
      input,
      needs: 'UPLOAD_IMAGES',
      async before() {
        const image = await receive(source, intake)
        received.push(image)
        await putFile(desk.database.prisma, store, image)
      },
      async work(tx, viewer) {
        const [image] = received
        if (!image) throw new Error('before() did not run')
        const { made, isNew } = await insertImage(tx, store, viewer, image)
        return { image: asMade(made), isNew, ...versionsOf(made) }
      },
    })
    isLeft = outcome.userErrors.length > 0
    return outcome
  } catch (error) {
    // Nothing can be removed from it either, and the caller has waited long enough.
    if (error instanceof StorageUnavailable) isLeft = false
    throw error
  } finally {
    // What goes wrong here too is for media:check: what went wrong first is what the log must hear of.
    for (const { inspected } of isLeft ? received : []) {
      const removed = newFileName(desk.database.prisma, inspected).then((file) =>
        removeUnusedFile(desk.database, store, file),
      )
      await removed.catch(() => {})
    }
  }
}

/** @throws Refusal with all that is wrong, of the words and of the file; UNAVAILABLE */
async function receive({ input, place, sourceUrl, getFile }: ImageSource, intake: Intake): Promise<NewImage> {
  const faults = new Faults()
  const given = parseGivenMetadata(input, faults)
  const path = await getFile(faults)
  const inspected = typeof path === 'string' ? await inspect(path, intake) : path
  const isRefused = inspected === null || inspected instanceof NotFetched || isFault(inspected)
  if (isRefused && inspected) faults.take(badFile(['input', place], inspected))
  faults.refuse()
  if (isRefused || typeof path !== 'string') throw new Error('an error that was not refused')
  return { inspected, given, sourceUrl, path }
}

async function inspect(path: string, { imageWorkers, maxBytes, incoming }: Intake): Promise<Inspected | Fault> {
  try {
    return await imageWorkers.inspect(path, maxBytes)
  } catch (error) {
    // The process may have ended because its disk is away.
    if (!(error instanceof QueueFull)) await incoming.check()
    throw asUnavailable(error)
  }
}

/** What passes by itself is no fault of the file. */
function asUnavailable(error: unknown): unknown {
  if (error instanceof QueueFull)
    return new Unavailable('Too many images are being added at the moment. Try again later.', { cause: error })
  if (error instanceof WorkInterrupted)
    return new Unavailable('The server had no time for this image. Send it again a little later.', { cause: error })
  return error
}
