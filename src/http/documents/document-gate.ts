import type { FastifyRequest } from 'fastify'
import type { DocumentPolicy } from '../../config/env-delivery.ts'
import { documentNotFound, persistedQueryNotFound } from '../../errors/errors.ts'
import { isRecord } from '../../lib/record.ts'
import { askedDocument, type DocumentParameters, sha256 } from './asked-document.ts'
import { documentParameters, putText, type SentDocument } from './document-parameters.ts'

/** Where documents are that clients may name. */
export interface DocumentSource {
  /** What the document with this SHA-256 says; null if it is not known. */
  readonly find: (hash: string) => Promise<string | null>
  /** Whether `find` would say at once that it is known */
  readonly remembers: (hash: string) => boolean
}

export const NO_DOCUMENTS: DocumentSource = { find: async () => null, remembers: () => false }

/** What let a request pass. */
export interface Passed {
  /** The SHA-256 of its document, if that is a known one */
  readonly known: string | null
  /** Whether each request like this passes without a look at its document */
  readonly isFree: boolean
}

type GatedRequest = SentDocument & Pick<FastifyRequest, 'headers' | 'log'>

export interface GateOptions<Request> {
  readonly policy: DocumentPolicy
  readonly documents: DocumentSource
  /** Whether the request is of a signed-in viewer. @throws if its token is not good */
  readonly isSignedIn: (request: Request) => Promise<boolean>
}

const FREE: Passed = { known: null, isFree: true }

const UNKNOWN: Passed = { known: null, isFree: false }

const UNKNOWN_ID = 'No document is known by this id. Send its text, or have it stored (npm run documents).'

const UNKNOWN_TEXT =
  'This server answers requests without a token only to documents that it knows, and this is none of them. Have it stored (npm run documents), or sign in.'

/** A document as it is to run: its text, if it is another than what was sent. */
export interface FoundDocument extends Passed {
  readonly put: string | null
}

export interface FinderOptions {
  readonly policy: DocumentPolicy
  readonly documents: DocumentSource
}

/** Who sends a document. */
export interface DocumentSender {
  /** Whether it is a signed-in viewer. @throws if its token is not good */
  readonly isStaff: () => Promise<boolean>
  readonly warn: (details: object, message: string) => void
}

/**
 * Finds the document that is named, whatever it comes by.
 * @throws GraphQLError for one that may not run
 */
export function documentFinder({ policy, documents }: FinderOptions) {
  return async (parameters: DocumentParameters, { isStaff, warn }: DocumentSender): Promise<FoundDocument> => {
    const { text, hash, isAutomatic } = askedDocument(parameters)
    if (text === null && hash === null) return { ...UNKNOWN, put: null }
    const isFree = policy === 'any' || (await isStaff())
    if (text !== null && hash === null && isFree) return { ...UNKNOWN, put: null }
    const asked = hash ?? sha256(text ?? '')
    const known = await documents.find(asked)
    if (known !== null) return { known: asked, isFree: false, put: hash === null ? null : known }
    if (text === null)
      throw isAutomatic && (isFree || policy === 'known') ? persistedQueryNotFound() : documentNotFound(UNKNOWN_ID)
    if (policy === 'required' && !isFree) throw documentNotFound(UNKNOWN_TEXT)
    if (!isFree) warn({ document: sha256(text) }, 'a document that is not known')
    return { ...UNKNOWN, put: hash === null ? null : text }
  }
}

/**
 * Finds the document that a request names, and puts it into the request. Nothing that a request sends is stored.
 * @throws GraphQLError for a request that may not run
 */
export function documentGate<Request extends GatedRequest>({ policy, documents, isSignedIn }: GateOptions<Request>) {
  const find = documentFinder({ policy, documents })
  return async (request: Request): Promise<Passed> => {
    if (policy === 'any' && !namesOne(request)) return FREE
    const { put, ...passed } = await find(documentParameters(request), {
      isStaff: async () => request.headers.authorization !== undefined && (await isSignedIn(request)),
      warn: (details, message) => request.log.warn(details, message),
    })
    if (put !== null) putText(request, put)
    return passed
  }
}

/** Whether a request may name a document. Most have nothing of it, and need not be read twice. */
export function namesOne({ method, raw, body }: SentDocument): boolean {
  if (method !== 'POST') return /documentId|persistedQuery/.test(raw.url ?? '')
  return isRecord(body) && (body.documentId !== undefined || body.extensions !== undefined)
}
