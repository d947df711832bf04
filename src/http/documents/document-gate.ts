import type { FastifyRequest } from 'fastify'
import type { DocumentPolicy } from '../../config/env-delivery.ts'
import { documentNotFound, persistedQueryNotFound } from '../../errors/errors.ts'
import { isRecord } from '../../lib/record.ts'
import { askedDocument, sha256 } from './asked-document.ts'
import { documentParameters, putText } from './document-parameters.ts'

/** Where documents are that clients may name. */
export interface DocumentSource {
  /** What the document with this SHA-256 says; null if it is not known. */
  readonly find: (hash: string) => Promise<string | null>
}

export interface GateOptions {
  readonly policy: DocumentPolicy
  readonly documents: DocumentSource
  /** Whether the request is of a signed-in viewer. @throws if its token is not good */
  readonly isSignedIn: (request: FastifyRequest) => Promise<boolean>
}

const UNKNOWN_ID = 'No document is known by this id. Send its text, or have it stored (npm run documents).'

const UNKNOWN_TEXT =
  'This server answers requests without a token only to documents that it knows, and this is none of them. Have it stored (npm run documents), or sign in.'

/**
 * Finds the document that a request names, and puts it into the request. Nothing that a request sends is stored.
 * @returns whether the document is known. @throws GraphQLError for a request that may not run
 */
export function documentGate({ policy, documents, isSignedIn }: GateOptions) {
  return async (request: FastifyRequest): Promise<boolean> => {
    if (policy === 'any' && !namesOne(request)) return false
    const { text, hash, isAutomatic } = askedDocument(documentParameters(request))
    if (text === null && hash === null) return false
    const isFree = policy === 'any' || (await isStaff(request))
    if (text !== null && hash === null && isFree) return false
    const known = await documents.find(hash ?? sha256(text ?? ''))
    if (known !== null) {
      if (hash !== null) putText(request, known)
      return true
    }
    if (text === null)
      throw isAutomatic && (isFree || policy === 'known') ? persistedQueryNotFound() : documentNotFound(UNKNOWN_ID)
    if (policy === 'required' && !isFree) throw documentNotFound(UNKNOWN_TEXT)
    if (!isFree) request.log.warn({ document: sha256(text) }, 'a document that is not known')
    if (hash !== null) putText(request, text)
    return false
  }

  async function isStaff(request: FastifyRequest): Promise<boolean> {
    return request.headers.authorization !== undefined && (await isSignedIn(request))
  }
}

/** Most requests have nothing of it, and need not be read twice. */
function namesOne({ method, raw, body }: FastifyRequest): boolean {
  if (method !== 'POST') return /documentId|persistedQuery/.test(raw.url ?? '')
  return isRecord(body) && (body.documentId !== undefined || body.extensions !== undefined)
}
