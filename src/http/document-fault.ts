import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { codeOf, type ErrorCode } from '../errors/errors.ts'
import { failure } from './failures.ts'
import { isLegacy } from './presentation.ts'

const MODERN = 'application/graphql-response+json'

const STATUS: Partial<Record<ErrorCode, number>> = {
  DOCUMENT_NOT_FOUND: 404,
  // As Apollo Server answers it: the client only has to send the query.
  PERSISTED_QUERY_NOT_FOUND: 200,
}

/** Says that a document is not known, as other faults of documents are said. All other errors go on. */
export function sendDocumentFault(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = STATUS[codeOf(error)]
  if (status === undefined || !(error instanceof GraphQLError)) throw error
  const { accept = '' } = request.headers
  return reply
    .code(isLegacy(accept) ? 200 : status)
    .type(`${accept.includes(MODERN) ? MODERN : 'application/json'}; charset=utf-8`)
    .send(failure(codeOf(error), error.message))
}
