import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { Fragments } from './operation-size.ts'

type Variables = Readonly<Record<string, unknown>>

/** What a connection returns when neither `first` nor `last` is given, and what it returns at most: more is refused when it is read. */
const DEFAULT_PAGE = 20
const LARGEST_PAGE = 100

/** A list without pages (credits, topics, captions, paragraphs of a text) is taken to hold this many items that lead on to others. */
const LIST_ITEMS = 5

/**
 * The number of list items that an operation can return at most, before anything is read. A connection counts its page size, a list
 * fetched by IDs their number, any other list of objects LIST_ITEMS, each once for every item of the lists around it. Selections
 * under @skip and @include count in any case. Schema introspection is free, graphql-js bounds it with a rule of its own.
 */
export function countNodes(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  given: Variables,
): number {
  const variables = { ...defaultsOf(operation), ...given }
  const counted = new Map<string, number>()

  function ofFragment(name: string): number {
    const known = counted.get(name)
    if (known !== undefined) return known
    counted.set(name, 0)
    const fragment = fragments.get(name)
    if (!fragment) return 0
    const nodes = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    counted.set(name, nodes)
    return nodes
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined): number {
    const field = fieldOf(parent, node.name.value)
    const type = field && getNamedType(field.type)
    if (!field || !node.selectionSet || !isCompositeType(type) || type.name.startsWith('__')) return 0
    const inside = ofSelections(node.selectionSet, type)
    if (isConnection(field)) return product(pageSize(node, variables), inside)
    // `edges` and `nodes` are the page itself, which the connection has counted.
    if (!isListType(getNullableType(field.type)) || parent?.name.endsWith('Connection')) return inside
    return product(idsIn(node, variables) ?? LIST_ITEMS, inside)
  }

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType | undefined): number {
    return set.selections.reduce((total, selection) => {
      if (selection.kind === Kind.FIELD) return sum(total, ofField(selection, parent))
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum(total, ofFragment(selection.name.value))
      const condition = selection.typeCondition
      const type = condition ? schema.getType(condition.name.value) : parent
      return sum(total, ofSelections(selection.selectionSet, type))
    }, 0)
  }

  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'first' || name === 'last')
}

function pageSize(node: FieldNode, variables: Variables): number {
  const asked = ['first', 'last']
    .map((name) => argumentOf(node, name, variables))
    .filter(Number.isInteger)
    .map(Number)
  const size = asked.length === 0 ? DEFAULT_PAGE : Math.max(...asked)
  return Math.min(Math.max(size, 0), LARGEST_PAGE)
}

function idsIn(node: FieldNode, variables: Variables): number | undefined {
  const ids = argumentOf(node, 'ids', variables)
  return Array.isArray(ids) ? ids.length : undefined
}

function argumentOf(node: FieldNode, name: string, variables: Variables): unknown {
  const argument = node.arguments?.find((each) => each.name.value === name)
  return argument && plain(argument.value, variables)
}

/** Lists count by their length alone, so their items stay as they are. */
function plain(value: ValueNode, variables: Variables): unknown {
  if (value.kind === Kind.VARIABLE) return variables[value.name.value]
  if (value.kind === Kind.INT) return Number(value.value)
  return value.kind === Kind.LIST ? value.values : undefined
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const definitions = operation.variableDefinitions ?? []
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, plain(defaultValue, {})]] : [],
    ),
  )
}

function product(items: number, nodesInEach: number): number {
  return Math.min(items * (1 + nodesInEach), Number.MAX_SAFE_INTEGER)
}

function sum(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER)
}
