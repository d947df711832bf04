import type { FastifyRequest } from 'fastify'
import { badRequest } from '../../errors/errors.ts'
import { isRecord } from '../../lib/record.ts'
import type { DocumentParameters } from './asked-document.ts'

/** Where a request says it */
export type SentDocument = Pick<FastifyRequest, 'method' | 'raw' | 'body'>

/** What a request says about its document, by GET or POST. @throws BAD_REQUEST */
export function documentParameters({ method, raw, body }: SentDocument): DocumentParameters {
  if (method === 'POST') {
    const { query, documentId, extensions } = isRecord(body) ? body : {}
    return { query, documentId: documentId ?? undefined, extensions }
  }
  const parameters = new URLSearchParams(searchOf(raw.url))
  if (parameters.getAll('documentId').length > 1) throw badRequest('Send the parameter documentId only once.')
  return {
    query: parameters.get('query'),
    documentId: parameters.get('documentId') ?? undefined,
    extensions: parsed(parameters.get('extensions')),
  }
}

/** Puts the text in the place of what named it. */
export function putText(request: SentDocument, text: string): void {
  const { method, raw, body } = request
  if (method === 'POST') {
    if (!isRecord(body)) return
    const { documentId: _id, extensions, ...others } = body
    const left = withoutPersisted(extensions)
    request.body = { ...others, query: text, ...(left !== undefined && { extensions: left }) }
    return
  }
  const parameters = new URLSearchParams(searchOf(raw.url))
  const extensions = withoutPersisted(parsed(parameters.get('extensions')))
  parameters.delete('documentId')
  parameters.delete('extensions')
  parameters.set('query', text)
  if (extensions) parameters.set('extensions', JSON.stringify(extensions))
  raw.url = `${raw.url?.split('?', 1)[0]}?${parameters}`
}

function searchOf(target = ''): string {
  const start = target.indexOf('?')
  return start < 0 ? '' : target.slice(start + 1)
}

/** What is no JSON is reported where extensions are read. */
function parsed(extensions: string | null): unknown {
  try {
    return extensions === null ? undefined : JSON.parse(extensions)
  } catch {
    return undefined
  }
}

function withoutPersisted(extensions: unknown): unknown {
  if (!isRecord(extensions)) return extensions
  const { persistedQuery: _named, ...others } = extensions
  return Object.keys(others).length === 0 ? undefined : others
}
