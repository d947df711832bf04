import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isRecord } from '../../lib/record.ts'
import type { AskedOperation } from '../request/asked-operation.ts'

/** In characters: longer variables hardly ever come back. */
const MAX_VARIABLES = 10_000

/**
 * The key of the answer to a request: the same for all requests that get the same bytes. Null if the answer may not be cached, or it is not clear what
 * is asked.
 */
export function cacheKeyOf({ headers }: Pick<IncomingMessage, 'headers'>, asked: AskedOperation | null): string | null {
  if (headers.authorization !== undefined || headers['graphql-cost'] !== undefined || !asked) return null
  const { query, operationName = '', variables } = asked
  const written = JSON.stringify(variables, inOrder)
  if (written.length > MAX_VARIABLES) return null
  return hash('sha256', JSON.stringify([query, operationName, written, headers.accept ?? '']), 'base64url')
}

/** The properties of an object in the order of their names, which means nothing. */
function inOrder(_key: string, value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
}
