import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
} from 'graphql'

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

/** Adds the maximum to the descriptions of lists: introspection does not show the directive. */
export function describeListMaxima(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) describe(Object.values(type.getFields()))
    else if (isObjectType(type) || isInterfaceType(type))
      for (const { args } of Object.values(type.getFields())) describe(args)
  }
}

function describe(places: readonly (GraphQLArgument | GraphQLInputField)[]): void {
  for (const place of places) {
    const maximum = listMaximum(place)
    if (maximum) place.description = [place.description, inWords(maximum)].filter(Boolean).join('\n\n')
  }
}

function inWords({ max, inner }: ListMaximum): string {
  const lists = inner === null ? '' : `, or has a list of more than ${inner} in it,`
  return `A list that has more than ${max} items${lists} is refused as a whole (error TOO_MANY_VALUES).`
}
