import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isRecord } from '../../lib/record.ts'

/** The parts of a request that say what is asked; `extensions` may say more. */
const PARTS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables'])

/** In characters: longer variables hardly ever come back. */
const MAX_VARIABLES = 10_000

/**
 * The key of the answer to a request: the same for all requests that get the same bytes. Null if the answer may not be cached, or it is not clear what
 * is asked.
 */
export function cacheKeyOf({ method, headers, raw, body }: FastifyRequest): string | null {
  if (headers.authorization !== undefined || headers['graphql-cost'] !== undefined) return null
  const asked = method === 'POST' ? body : parametersOf(raw.url ?? '')
  if (!isRecord(asked) || !Object.keys(asked).every((name) => PARTS.has(name))) return null
  const { query, operationName = '', variables = {} } = asked
  if (typeof query !== 'string' || typeof operationName !== 'string' || !isRecord(variables)) return null
  const written = JSON.stringify(variables, inOrder)
  if (written.length > MAX_VARIABLES) return null
  return hash('sha256', JSON.stringify([query, operationName, written, headers.accept ?? '']), 'base64url')
}

/** As Apollo Server reads them. Null if one is given twice, or the variables are no JSON. */
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

/** The properties of an object in the order of their names, which means nothing. */
function inOrder(_key: string, value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
}
