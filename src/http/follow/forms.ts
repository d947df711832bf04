import type { FastifyInstance } from 'fastify'

const MAX_BYTES = 32_768

/**
 * Reads the forms of the pages. What a mail program posts (RFC 8058) may also be multipart: it says nothing that the address does not, so that it is taken and left
 * unread.
 */
export function parseForms(scope: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_BYTES } as const
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser<string>('application/x-www-form-urlencoded', options, (_request, body, done) =>
    done(null, new URLSearchParams(body)),
  )
  scope.addContentTypeParser<string>('multipart/form-data', options, (_request, _body, done) =>
    done(null, new URLSearchParams()),
  )
}
