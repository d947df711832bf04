import type { FastifyInstance, FastifyRequest } from 'fastify'
import { badRequest } from '../../errors/errors.ts'
import type { Incoming } from '../../media/store/incoming.ts'
import type { UploadedFile } from '../../media/store/uploaded-file.ts'
import { type MultipartLimits, receiveMultipart } from './multipart.ts'

export interface UploadOptions {
  readonly incoming: Incoming
  readonly limits: MultipartLimits
  /** Asked before anything of the body is read. @throws what the request is refused with */
  readonly admit: (request: FastifyRequest) => Promise<void>
}

/** A page of another site can make a browser send a form, but none of these without asking first: Apollo's own two. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name']

/** Removes the files of a request. */
export type Release = (request: FastifyRequest) => Promise<void>

/** Allows multipart requests for the routes of this scope. Call the returned function when the files are no longer needed. */
export function acceptUploads(scope: FastifyInstance, { incoming, limits, admit }: UploadOptions): Release {
  const received = new WeakMap<FastifyRequest, readonly UploadedFile[]>()

  scope.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, body: FastifyRequest['raw']) => {
    if (!PREFLIGHT_HEADERS.some((name) => request.headers[name])) {
      throw badRequest(
        'A multipart request must have the header apollo-require-preflight: true, so that forms on other sites cannot send one.',
      )
    }
    await admit(request)
    const { operations, files } = await receiveMultipart(request.headers, body, incoming, limits)
    received.set(request, files)
    return operations
  })

  return async (request) => {
    for (const { path } of received.get(request) ?? []) await incoming.remove(path)
  }
}
