import { GraphQLError } from 'graphql'
import type { ErrorCode } from '../errors/errors.ts'

/** The limits of one request. Each has its own variable, see .env.example. */
export interface Limits {
  /** Of a request with a valid token */
  bodyBytes: number
  /** Of a request without a token */
  bodyBytesReaders: number
  /** Of the answer, and of what the database gives for it */
  answerBytes: number
  /** Words and punctuation marks of the document */
  tokens: number
  /** Fields within fields, and values within values */
  depth: number
  /** Values in the variables: texts, numbers, lists, objects and their parts. With a valid token */
  values: number
  /** The same without a token */
  valuesReaders: number
  aliases: number
  /** Root fields, and statements, of a signed-in viewer */
  rootFields: number
  rootFieldsReaders: number
  directives: number
  /** Fields after every fragment is spread */
  fields: number
  /** List items that the operation can return at most: the product of page sizes down the tree, summed over its lists */
  nodes: number
  /** What an operation of a signed-in viewer can cost, in the units of cost/weights.ts */
  cost: number
  costReaders: number
}

type LimitCode = Extract<ErrorCode, `TOO_MANY_${string}` | `QUERY_TOO_${string}`>

/** @param what completes "This operation has/asks for …", with the measured value in it */
export function overLimit(
  code: LimitCode,
  what: string,
  limit: number,
  measured: number,
  details: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(`This operation ${what}; the limit is ${limit}.`, {
    // Refused before anything ran, so a 4xx even for clients that otherwise get 200 with their errors.
    extensions: { ...details, code, limit, measured, http: { status: 400 } },
  })
}
