import { type GraphQLArgument, type GraphQLInputField, Kind } from 'graphql'

/** What @list of schema.graphql says of an argument or an input field. */
export interface ListMaximum {
  /** "Query.nodes" or "StringFilter.in", and the name there */
  readonly place: string
  readonly max: number
  /** Of a list in the list; null where there is none */
  readonly inner: number | null
}

const known = new WeakMap<GraphQLArgument | GraphQLInputField, ListMaximum | null>()

/** Null where the schema declares none. */
export function listMaximum(definition: GraphQLArgument | GraphQLInputField): ListMaximum | null {
  const before = known.get(definition)
  if (before !== undefined) return before
  const declared = declaredMaximum(definition)
  known.set(definition, declared)
  return declared
}

function declaredMaximum({ name, astNode }: GraphQLArgument | GraphQLInputField): ListMaximum | null {
  const directive = astNode?.directives?.find((each) => each.name.value === 'list')
  const numbers = new Map(
    directive?.arguments?.flatMap(({ name, value }) =>
      value.kind === Kind.INT ? [[name.value, Number(value.value)] as const] : [],
    ),
  )
  const max = numbers.get('max')
  return max === undefined ? null : { place: name, max, inner: numbers.get('inner') ?? null }
}

/** What holds for the lists in the list. */
export function ofInner({ place, inner }: ListMaximum): ListMaximum | null {
  return inner === null ? null : { place, max: inner, inner: null }
}
