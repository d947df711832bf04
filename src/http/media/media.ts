import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isWordsVersion, parseRenditionName } from '../../media/rendering/rendition.ts'
import { isOpen, isOpenDownload } from '../../media/serving/desk-address.ts'
import { type IsShown, RightsUnknown } from '../../media/serving/shown-files.ts'
import type { Signer } from '../../media/serving/signature.ts'
import { isMediaName, type MediaStore, type StoredFile } from '../../media/store/storage.ts'
import { StorageUnavailable } from '../../media/store/storage-unavailable.ts'
import { isOriginal, publicCopyFile, renditionFile, wordedCopyFile } from '../../media/store/stored-files.ts'
import { QueueFull } from '../../media/workers/concurrency-limit.ts'
import type { RenderQueue } from '../../media/workers/render-queue.ts'
import { WorkInterrupted } from '../../media/workers/worker-processes.ts'
import { IMMUTABLE, NO_STORE, REVALIDATE } from '../caching/cache-control.ts'
import { refuseForNow } from '../failures.ts'
import { clientGroup } from '../request/client-group.ts'
import { hasPlainPath } from '../request/media-path.ts'
import { absentFile, answerWithFile, type FileAnswer } from './file-answer.ts'

export interface MediaOptions {
  readonly store: MediaStore
  readonly renders: RenderQueue
  readonly signer: Signer
  /** Whether the image of an original may be shown to everybody */
  readonly isShown: IsShown
  /** Headers of an answer to everybody with what is made of an original, for a CDN */
  readonly headersOf?: (file: string) => Readonly<Record<string, string>>
}

/** When the image workers may have caught up, or the database or the storage be back, in seconds. */
const SOON = 5

interface How extends Pick<FileAnswer, 'isDownload'> {
  readonly cacheControl: (file: StoredFile) => string
}

const never = () => NO_STORE

type Find = () => Promise<StoredFile | null>

type Fault = abstract new (...args: never[]) => Error

/** What passes by itself, with what the log says of it; null: nothing, since it is the client's doing. */
const CAUSES: readonly (readonly [type: Fault, message: string | null])[] = [
  [QueueFull, null],
  [RightsUnknown, 'the database does not report which images may be shown'],
  [WorkInterrupted, 'an image worker was ended, or had too little time'],
  [StorageUnavailable, 'the media store cannot be used'],
]

/** What a signed address of the desk consists of. */
interface DeskRoute {
  Params: { signature: string; until: string; '*': string }
}

/**
 * Images under /media: originals by their names, renditions by addresses that we have signed. What may not be shown is not there, but at
 * the addresses that the desk gets for it.
 */
export function serveMedia(
  fastify: FastifyInstance,
  { store, renders, signer, isShown, headersOf }: MediaOptions,
): void {
  const { rendition, publicCopy } = renders

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    find: Find,
    { cacheControl, isDownload = false }: How,
  ) {
    try {
      const file = await find()
      if (!file) return absentFile(reply)
      return await answerWithFile(request, reply, { store, file, cacheControl: cacheControl(file), isDownload })
    } catch (error) {
      const cause = CAUSES.find(([type]) => error instanceof type)
      if (!cause) throw error
      if (cause[1] !== null) request.log.error({ err: error }, cause[1])
      return refuseForNow(reply, SOON)
    }
  }

  /** Other words have another address: what is at one never changes, except where it is of earlier words than there are now. */
  const unlessWorded =
    (name: string) =>
    (file: StoredFile): string =>
      file.name === name ? IMMUTABLE : REVALIDATE

  /** Asked once more at the end: what has to be made first may have waited long. */
  async function shown(file: string, reply: FastifyReply, find: Find): Promise<StoredFile | null> {
    const found = (await isShown(file)) ? await find() : null
    if (!found || !(await isShown(file))) return null
    if (headersOf) reply.headers(headersOf(file))
    return found
  }

  fastify.route<{ Params: { signature: string; '*': string } }>({
    ...FILES,
    url: '/media/r/:signature/*',
    handler(request, reply) {
      const { signature, '*': name } = request.params
      const wanted = signer.isSigned(name, signature) ? parseRenditionName(name) : null
      if (!wanted) return absentFile(reply)
      return answer(request, reply, () => shown(wanted.file, reply, () => rendition(name, clientGroup(request.ip))), {
        cacheControl: unlessWorded(renditionFile(name)),
      })
    },
  })

  fastify.route<DeskRoute>({
    ...FILES,
    url: '/media/d/:signature/:until/*',
    handler(request, reply) {
      const { signature, until, '*': name } = request.params
      if (!isOpen({ signature, until, name }, signer)) return absentFile(reply)
      const make = parseRenditionName(name) ? rendition : publicCopy
      return answer(request, reply, () => make(name, clientGroup(request.ip)), { cacheControl: never })
    },
  })

  fastify.route<DeskRoute>({
    ...FILES,
    url: '/media/o/:signature/:until/*',
    handler(request, reply) {
      const { signature, until, '*': name } = request.params
      if (!isOpenDownload({ signature, until, name }, signer)) return absentFile(reply)
      return answer(request, reply, () => store.stat(name), { cacheControl: never, isDownload: true })
    },
  })

  fastify.route<{ Params: { '*': string } }>({
    ...FILES,
    url: '/media/*',
    handler(request, reply) {
      const name = request.params['*']
      if (!isMediaName(name) || !isOriginal(name)) return absentFile(reply)
      return answer(request, reply, () => shown(name, reply, () => publicCopy(name, clientGroup(request.ip))), {
        cacheControl: (file) => (file.name === name ? IMMUTABLE : unlessWorded(publicCopyFile(name))(file)),
      })
    },
  })

  fastify.route<{ Params: { version: string; '*': string } }>({
    ...FILES,
    url: '/media/c/:version/*',
    handler(request, reply) {
      const { version, '*': name } = request.params
      if (!isWordsVersion(version) || !isMediaName(name) || !isOriginal(name)) return absentFile(reply)
      return answer(
        request,
        reply,
        () => shown(name, reply, () => publicCopy(name, clientGroup(request.ip), version)),
        {
          cacheControl: unlessWorded(wordedCopyFile(name, version)),
        },
      )
    },
  })
}

const FILES = {
  method: ['GET', 'HEAD'],
  /** An address in another form than the one we give is not there. */
  async onRequest(request: FastifyRequest, reply: FastifyReply) {
    return hasPlainPath(request) ? undefined : absentFile(reply)
  },
}
