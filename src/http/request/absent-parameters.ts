import type { FastifyRequest } from 'fastify'
import { isRecord } from '../../lib/record.ts'

/** What a request may leave out. Many clients send it empty, or null, instead; Apollo Server takes that for a name, or for bad JSON. */
const OPTIONAL = ['operationName', 'variables', 'extensions']

/** Takes what says nothing out of a GraphQL request, by GET and by POST. */
export function leaveOutAbsent(request: Pick<FastifyRequest, 'raw' | 'body'>): void {
  const { raw, body } = request
  raw.url = withoutAbsent(raw.url ?? '')
  if (isRecord(body)) {
    for (const name of OPTIONAL) if (body[name] === '' || body[name] === null) delete body[name]
  }
}

function withoutAbsent(url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return url
  // A second question mark is part of a value.
  const [path, query] = [url.slice(0, start), url.slice(start + 1)]
  const kept = query.split('&').filter((parameter) => !isAbsent(parameter))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

function isAbsent(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2)
  return OPTIONAL.includes(name) && (value === '' || value === 'null')
}
