import type { GraphQLError } from 'graphql'
import { badUserInput } from '../errors/errors.ts'
import { shortened } from '../lib/text/shortened.ts'
import { overLimit } from './limits.ts'
import type { ListMaximum } from './list-maximum.ts'

/** Characters of a text that no rule of the newsroom measures: of a reader, of a filter, of an id. */
export const MAX_TEXT = 10_000

/** Characters of the name of a variable or of a field in an input. */
export const MAX_NAME = 200

/** Characters of a place that a message repeats. */
const MOST_OF_A_PLACE = 100

/** @param place where in the variables, or the name of the argument */
export function tooManyItems(place: string, { max }: ListMaximum, measured: number): GraphQLError {
  const argument = shortened(place, MOST_OF_A_PLACE)
  return overLimit('TOO_MANY_VALUES', `has ${measured} items in the list \`${argument}\``, max, measured, { argument })
}

/** How many more there are is not counted. */
export function tooManyValues(limit: number): GraphQLError {
  return overLimit('TOO_MANY_VALUES', `has more than ${limit} values in its variables`, limit, limit + 1)
}

/** How much deeper they go is not measured. */
export function tooDeep(limit: number): GraphQLError {
  return overLimit('QUERY_TOO_DEEP', `has variables nested more than ${limit} levels deep`, limit, limit + 1)
}

export function tooLongText(place: string, measured: number): GraphQLError {
  return badUserInput(`\`${shortened(place, MOST_OF_A_PLACE)}\` has ${measured} characters.`, {
    argument: shortened(place, MOST_OF_A_PLACE),
    allowed: `up to ${MAX_TEXT} characters`,
    limit: MAX_TEXT,
    measured,
  })
}

export function tooLongName(measured: number): GraphQLError {
  return badUserInput(`A name in the variables has ${measured} characters.`, {
    allowed: `names of up to ${MAX_NAME} characters`,
    limit: MAX_NAME,
    measured,
  })
}

export function undeclared(name: string): GraphQLError {
  const argument = shortened(name, MOST_OF_A_PLACE)
  return badUserInput(`The operation does not declare the variable "$${argument}". Declare it, or do not send it.`, {
    argument,
  })
}
