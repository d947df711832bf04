import type { GraphQLError } from 'graphql'

/** file:line:column and the message, as editors and terminals link it. */
export function located(place: string, { message, locations }: GraphQLError): string {
  const [first] = locations ?? []
  return `${place}${first ? `:${first.line}:${first.column}` : ''} ${message}`
}
