import { type GraphQLArgument, type GraphQLField, getNamedType, isEnumType, isRequiredArgument } from 'graphql'

/** A number will do, also where a list of them is wanted; of an enum its first value; and a language. */
export function leastArgument({ name, type }: GraphQLArgument): string {
  const named = getNamedType(type)
  if (named.name === 'Locale') return `${name}: "he"`
  return `${name}: ${isEnumType(named) ? named.getValues()[0]?.name : 1}`
}

/** The arguments that a field cannot do without, in brackets if there are any. */
export function leastArguments({ args }: GraphQLField<unknown, unknown>): string {
  const required = args.filter(isRequiredArgument).map(leastArgument)
  return required.length > 0 ? `(${required.join()})` : ''
}
