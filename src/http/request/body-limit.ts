import { Transform } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { payloadTooLarge } from '../../errors/errors.ts'

/** The largest JSON body, in bytes: of a request without a token, and of one with a valid token. */
export interface BodyLimits {
  readonly readers: number
  readonly desk: number
}

/**
 * Decides how much of a body is read before any of it is read. Only a token that was checked allows the larger size.
 * @param isDesk whether the token is valid. @throws what the request is refused with
 */
export function limitBodies(
  scope: FastifyInstance,
  { readers, desk }: BodyLimits,
  isDesk: (request: FastifyRequest) => Promise<boolean>,
): void {
  scope.addHook('preParsing', (request, reply, body, done) => {
    // Requests with files have limits of their own, see http/uploads/multipart.ts.
    if (request.method !== 'POST' || isMultipart(request)) return done(null, body)
    const refuse = (error: Error) => {
      // Otherwise Node reads the rest of the body before it takes the next request of this connection.
      reply.header('connection', 'close')
      done(error)
    }
    // Fastify listens for faults of the stream as soon as it has it: between the two nothing may be read.
    const read = (isSignedIn: boolean) => {
      const limit = isSignedIn ? desk : readers
      const refusal = (measured: number) => tooLarge(limit, measured, limit < desk ? desk : null)
      const declared = Number(request.headers['content-length'])
      if (declared > limit) refuse(refusal(declared))
      else done(null, Number.isNaN(declared) ? body.pipe(counted(limit, refusal)) : body)
    }
    if (request.headers.authorization === undefined) read(false)
    else isDesk(request).then(read, refuse)
  })
}

function isMultipart({ headers }: FastifyRequest): boolean {
  return /^\s*multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/** For a body that comes in chunks and does not declare its size. */
function counted(limit: number, refusal: (measured: number) => Error): Transform {
  let measured = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      measured += chunk.length
      if (measured > limit) done(refusal(measured))
      else done(null, chunk)
    },
  })
}

/** @param withToken how much would be read with a token; null if that is no more */
function tooLarge(limit: number, measured: number, withToken: number | null) {
  const more = withToken === null ? '' : ` without an access token, and ${withToken} bytes with a valid one`
  return payloadTooLarge(`The request is too large: at most ${limit} bytes are allowed${more}.`, { limit, measured })
}
