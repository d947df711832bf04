import { errorCodes } from '../../src/errors/errors.ts'
import type { Answer } from './send.ts'

/** What a client may be answered. 0: the connection was closed, because the request was too large to be read. */
const STATUSES = [0, 200, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 416, 429, 431, 503]

const CODES: readonly string[] = errorCodes.filter((code) => code !== 'INTERNAL_SERVER_ERROR')

/** What only the inside of a server has. */
const INTERNALS: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>]+ \((?:file:|node:|\/)/,
  /node_modules|\/src\/[a-z]|file:\/\/\//,
  /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"]{0,200}\b(?:FROM|VALUES|SET|WHERE)\b/,
  /syntax error at or near|violates \w+ constraint|relation "\w+"|column "\w+"|PrismaClient|RangeError|TypeError|Maximum call stack/,
  /INTERNAL_SERVER_ERROR/,
]

/** An answer that only has errors. */
const MAX_REFUSAL_BYTES = 20_000
const MAX_ANSWER_BYTES = 12_000_000

interface Errors {
  readonly errors?: unknown
  readonly data?: unknown
}

/** What is wrong with an answer, whatever was asked. */
export function faultsOf({ status, headers, body }: Answer, secrets: readonly string[]): string[] {
  const faults: string[] = []
  if (!STATUSES.includes(status)) faults.push(`status ${status}: ${body.slice(0, 300)}`)
  faults.push(...INTERNALS.flatMap((pattern) => (pattern.test(body) ? [`${pattern} in ${body.slice(0, 300)}`] : [])))
  faults.push(...secrets.filter((secret) => body.includes(secret)).map((secret) => `the secret ${secret}`))
  if (body.length > MAX_ANSWER_BYTES) faults.push(`an answer of ${body.length} bytes`)
  if (status === 0) return faults
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('no x-content-type-options')
  if (status >= 400 && body !== '') faults.push(...faultsOfRefusal(body))
  else if (/json/.test(String(headers['content-type']))) faults.push(...faultsOfErrors(body))
  return faults
}

export function codesIn(body: string): string[] {
  const { errors } = parsed(body)
  return Array.isArray(errors) ? errors.map((error) => String(error?.extensions?.code)) : []
}

function faultsOfRefusal(body: string): string[] {
  const { errors } = parsed(body)
  if (!Array.isArray(errors) || errors.length === 0) return [`no errors: ${body.slice(0, 300)}`]
  if (body.length > MAX_REFUSAL_BYTES) return [`a refusal of ${body.length} bytes`]
  return faultsOfErrors(body)
}

function faultsOfErrors(body: string): string[] {
  const unknown = codesIn(body).filter((code) => !CODES.includes(code))
  return unknown.length > 0 ? [`codes ${unknown}: ${body.slice(0, 300)}`] : []
}

function parsed(body: string): Errors {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
