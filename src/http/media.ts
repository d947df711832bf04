import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Busy } from '../media/busy.ts'
import type { Incoming } from '../media/incoming.ts'
import { isOriginal } from '../media/kept.ts'
import type { Makers } from '../media/makers.ts'
import type { Signer } from '../media/signature.ts'
import { isMediaName, type MediaStore, type StoredFile } from '../media/storage.ts'
import { workshop } from '../media/workshop.ts'
import { refuseForNow } from './failures.ts'
import { answerWithFile } from './file-answer.ts'

export interface MediaOptions {
  readonly store: MediaStore
  readonly incoming: Incoming
  readonly makers: Makers
  readonly signer: Signer
  /** How many renditions may wait to be made */
  readonly waiting?: number
}

/** When the workshop may have caught up, in seconds. */
const SOON = 5

/** Pictures under /media: originals by their names, renditions by addresses that we have signed. */
export function serveMedia(fastify: FastifyInstance, { signer, ...options }: MediaOptions): void {
  const { store } = options
  const { rendition, original } = workshop({
    ...options,
    onFault: (err, file) => fastify.log.error({ err, file }, 'this original cannot be made a picture of'),
  })

  async function answer(request: FastifyRequest, reply: FastifyReply, find: () => Promise<StoredFile | null>) {
    try {
      const file = await find()
      return file ? await answerWithFile(request, reply, store, file) : reply.callNotFound()
    } catch (error) {
      if (error instanceof Busy) return refuseForNow(reply, SOON)
      throw error
    }
  }

  fastify.route<{ Params: { signature: string; '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/r/:signature/*',
    handler(request, reply) {
      const { signature, '*': name } = request.params
      if (!signer.isSigned(name, signature)) return reply.callNotFound()
      return answer(request, reply, () => rendition(name))
    },
  })

  fastify.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/*',
    handler(request, reply) {
      const name = request.params['*']
      if (!isMediaName(name) || !isOriginal(name)) return reply.callNotFound()
      return answer(request, reply, () => original(name))
    },
  })
}
