import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseRenditionName } from '../media/rendering/rendition.ts'
import { isOpen } from '../media/serving/desk-address.ts'
import { type IsShown, RightsUnknown } from '../media/serving/shown-files.ts'
import type { Signer } from '../media/serving/signature.ts'
import type { Incoming } from '../media/store/incoming.ts'
import { isMediaName, type MediaStore, type StoredFile } from '../media/store/storage.ts'
import { isOriginal } from '../media/store/stored-files.ts'
import { QueueFull } from '../media/workers/concurrency-limit.ts'
import type { ImageWorkers } from '../media/workers/image-workers.ts'
import { renderQueue } from '../media/workers/render-queue.ts'
import { refuseForNow } from './failures.ts'
import { absentFile, answerWithFile, IMMUTABLE, NO_STORE } from './file-answer.ts'

export interface MediaOptions {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly imageWorkers: ImageWorkers
  readonly signer: Signer
  /** Whether the image of an original may be shown to everybody */
  readonly isShown: IsShown
  /** How many renditions may wait to be made */
  readonly waiting?: number
}

/** When the workshop may have caught up, or the database be back, in seconds. */
const SOON = 5

type Find = () => Promise<StoredFile | null>

/**
 * Images under /media: originals by their names, renditions by addresses that we have signed. What may not be shown is not there, but at
 * the addresses that the desk gets for it.
 */
export function serveMedia(fastify: FastifyInstance, { signer, isShown, ...options }: MediaOptions): void {
  const { store } = options
  const { rendition, original } = renderQueue({
    ...options,
    onFault: (err, file) => fastify.log.error({ err, file }, 'this original cannot be rendered'),
  })

  async function answer(request: FastifyRequest, reply: FastifyReply, find: Find, cacheControl = IMMUTABLE) {
    try {
      const file = await find()
      return file ? await answerWithFile(request, reply, { store, file, cacheControl }) : absentFile(reply)
    } catch (error) {
      if (error instanceof RightsUnknown)
        request.log.error({ err: error }, 'the database does not report which images may be shown')
      if (error instanceof QueueFull || error instanceof RightsUnknown) return refuseForNow(reply, SOON)
      throw error
    }
  }

  /** Asked once more at the end: what has to be made first may have waited long. */
  async function shown(file: string, find: Find): Promise<StoredFile | null> {
    const found = (await isShown(file)) ? await find() : null
    return found && (await isShown(file)) ? found : null
  }

  fastify.route<{ Params: { signature: string; '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/r/:signature/*',
    handler(request, reply) {
      const { signature, '*': name } = request.params
      const wanted = signer.isSigned(name, signature) ? parseRenditionName(name) : null
      if (!wanted) return absentFile(reply)
      return answer(request, reply, () => shown(wanted.file, () => rendition(name)))
    },
  })

  fastify.route<{ Params: { signature: string; until: string; '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/d/:signature/:until/*',
    handler(request, reply) {
      const { signature, until, '*': name } = request.params
      if (!isOpen({ signature, until, name }, signer)) return absentFile(reply)
      return answer(request, reply, () => (parseRenditionName(name) ? rendition(name) : original(name)), NO_STORE)
    },
  })

  fastify.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/*',
    handler(request, reply) {
      const name = request.params['*']
      if (!isMediaName(name) || !isOriginal(name)) return absentFile(reply)
      return answer(request, reply, () => shown(name, () => original(name)))
    },
  })
}
