import { hash } from 'node:crypto'
import { badRequest } from '../../errors/errors.ts'
import { propertyOf } from '../../lib/property.ts'

/** Which document a request asks for: by its text, by the SHA-256 of that, or both. */
export interface AskedDocument {
  readonly text: string | null
  /** Null if the request names none */
  readonly hash: string | null
  /** Whether it is named as Apollo's clients do, who send the text if the hash is not known */
  readonly isAutomatic: boolean
}

/** The parameters of a request that say it. */
export interface DocumentParameters {
  readonly query: unknown
  readonly documentId: unknown
  readonly extensions: unknown
}

const ID = /^sha256:([0-9a-f]{64})$/

const HASH = /^[0-9a-f]{64}$/

/** @throws BAD_REQUEST */
export function askedDocument({ query, documentId, extensions }: DocumentParameters): AskedDocument {
  const text = typeof query === 'string' && query !== '' ? query : null
  const named = documentId === undefined ? null : hashIn(documentId)
  const persisted = propertyOf(extensions, 'persistedQuery')
  const automatic = persisted === undefined || persisted === null ? null : automaticHash(persisted)
  if (named !== null && automatic !== null && named !== automatic)
    throw badRequest('documentId and extensions.persistedQuery name two documents. Send one of them.')
  const asked = named ?? automatic
  if (asked !== null && text !== null && sha256(text) !== asked)
    throw badRequest(
      'The hash of the document is not the SHA-256 of the query. Send either, or the two that belong together.',
    )
  return { text, hash: asked, isAutomatic: named === null && automatic !== null }
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

function hashIn(documentId: unknown): string {
  const [, found] = ID.exec(String(documentId)) ?? []
  if (typeof documentId !== 'string' || found === undefined)
    throw badRequest(
      'documentId must be "sha256:" and the SHA-256 of the document in 64 lower-case hexadecimal digits.',
    )
  return found
}

function automaticHash(persisted: unknown): string {
  const found = propertyOf(persisted, 'sha256Hash')
  if (propertyOf(persisted, 'version') !== 1 || typeof found !== 'string' || !HASH.test(found))
    throw badRequest(
      'extensions.persistedQuery must have the version 1 and, in sha256Hash, the SHA-256 of the query in 64 lower-case hexadecimal digits.',
    )
  return found
}
