import type { FastifyRequest } from 'fastify'
import { isRecord } from '../../lib/record.ts'

/** What a request asks for. */
export interface AskedOperation {
  readonly query: string
  /** Absent or empty: the only one of the document */
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** The parts of a request that say it; `extensions` may say more. */
const PARTS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables'])

const JSON_ONLY = 'application/json'

/** Of a GET, which Apollo Server refuses with another type. */
const JSON_TYPE = /^application\/json\s*(;|$)/i

/** What is asked for by GET or POST, read as Apollo Server reads it. Null if a request says more, or if Apollo Server would report a fault. */
export function askedOperation({
  method,
  headers,
  raw,
  body,
}: Pick<FastifyRequest, 'method' | 'headers' | 'raw' | 'body'>): AskedOperation | null {
  if (method !== 'POST' && !JSON_TYPE.test(headers['content-type'] ?? JSON_ONLY)) return null
  const asked = method === 'POST' ? body : parametersOf(raw.url ?? '')
  if (!isRecord(asked)) return null
  for (const name in asked) if (!PARTS.has(name)) return null
  const { query, operationName, variables = {} } = asked
  if (typeof query !== 'string' || !isRecord(variables)) return null
  if (operationName !== undefined && typeof operationName !== 'string') return null
  return { query, operationName, variables }
}

/** Null if one is given twice, or the variables are no JSON. */
function parametersOf(url: string): Record<string, unknown> | null {
  const start = url.indexOf('?')
  const given = [...new URLSearchParams(start < 0 ? '' : url.slice(start))]
  const parameters: Record<string, unknown> = Object.fromEntries(given)
  if (Object.keys(parameters).length < given.length) return null
  const { variables } = parameters
  return variables === undefined ? parameters : { ...parameters, variables: parsed(variables) }
}

function parsed(variables: unknown): unknown {
  try {
    return typeof variables === 'string' ? JSON.parse(variables) : null
  } catch {
    return null
  }
}
