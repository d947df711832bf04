import type { GraphQLError } from 'graphql'
import { overLimit } from './limits.ts'
import { tooManyValues } from './value-faults.ts'

export interface JsonLimits {
  /** Lists and objects in one another */
  readonly depth: number
  /** Texts, numbers, lists, objects and their parts */
  readonly values: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const LIST = 0x5b
const LIST_END = 0x5d
const OBJECT = 0x7b
const OBJECT_END = 0x7d

/**
 * One walk over the bytes of a JSON text, before it is parsed: `JSON.parse` takes ten times as long, and as much memory, for a million lists in one another
 * or side by side as for a text of the same size. What is no JSON is left to the parser.
 *
 * @throws GraphQLError QUERY_TOO_DEEP, TOO_MANY_VALUES
 */
export function checkJson(bytes: Buffer, { depth: maxDepth, values: maxValues }: JsonLimits): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfText(bytes, at + 1)
        break
      case LIST:
      case OBJECT:
        depth += 1
        values += 1
        if (depth > maxDepth) throw nestedTooDeep(maxDepth)
        break
      case LIST_END:
      case OBJECT_END:
        depth -= 1
        break
      case COMMA:
        values += 1
        break
    }
    if (values > maxValues) throw tooManyValues(maxValues)
  }
}

/** How much deeper it goes is not measured. */
function nestedTooDeep(limit: number): GraphQLError {
  return overLimit('QUERY_TOO_DEEP', `has JSON nested more than ${limit} levels deep`, limit, limit + 1)
}

/** The place of the quotation mark that ends a text; where there is none, the end. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

/** What is around the variables in a request: its own object, and extensions. So many values are parsed in milliseconds. */
const AROUND = { depth: 8, values: 20_000 }

/** So many values can count as one in the variables: the cells of a table. */
const COUNTED_AS_ONE = 4

/** More than the limits of variables allow, which are checked later, and by who asks. */
export function jsonLimits({ depth, values }: JsonLimits): JsonLimits {
  return { depth: depth + AROUND.depth, values: COUNTED_AS_ONE * values + AROUND.values }
}
