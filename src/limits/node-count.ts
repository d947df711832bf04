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
import { PAGE } from '../contract/limits.ts'
import type { Fragments } from './operation-size.ts'

type Variables = Readonly<Record<string, unknown>>

/** What a connection returns when neither `first` nor `last` is given. More than a PAGE is refused when it is read. */
const DEFAULT_PAGE = 20

/** A list without pages (credits, topics, captions, paragraphs of a text) is taken to hold this many items that lead on to others. */
const LIST_ITEMS = 5

/** A number where nothing depends on variables, as with most operations of a front-end. */
type Count = number | ((variables: Variables) => number)

export type NodeCounter = (variables: Variables) => number

/**
 * The number of list items that an operation can return at most, before anything is read. A connection counts its page size, a list
 * fetched by IDs their number, any other list of objects LIST_ITEMS, each once for every item of the lists around it. Selections
 * under @skip and @include count in any case. Schema introspection is free here; it has a limit and a standard rule of its own.
 *
 * Walks the operation once: what it returns only fills in the variables, going where they are used as often as fragments are spread,
 * which the limit on fields bounds.
 */
export function nodeCounter(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): NodeCounter {
  const counted = new Map<string, Count>()

  function ofFragment(name: string): Count {
    const known = counted.get(name)
    if (known !== undefined) return known
    counted.set(name, 0)
    const fragment = fragments.get(name)
    if (!fragment) return 0
    const nodes = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    counted.set(name, nodes)
    return nodes
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined): Count {
    const field = fieldOf(parent, node.name.value)
    const type = field && getNamedType(field.type)
    if (!field || !node.selectionSet || !isCompositeType(type) || type.name.startsWith('__')) return 0
    const inside = ofSelections(node.selectionSet, type)
    if (isConnection(field)) return product(pageSize(node), inside)
    // `edges` and `nodes` are the page itself, which the connection has counted.
    if (!isListType(getNullableType(field.type)) || parent?.name.endsWith('Connection')) return inside
    return product(idsIn(node), inside)
  }

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType | undefined): Count {
    return sum(
      set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection, parent)
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
        const condition = selection.typeCondition
        return ofSelections(selection.selectionSet, condition ? schema.getType(condition.name.value) : parent)
      }),
    )
  }

  const defaults = defaultsOf(operation)
  const count = ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
  return (variables) => resolved(count, { ...defaults, ...variables })
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'first' || name === 'last')
}

function pageSize(node: FieldNode): Count {
  const [first, last] = [argumentOf(node, 'first'), argumentOf(node, 'last')]
  const size = (variables: Variables) => {
    const asked = [first, last].map((argument) => plain(argument, variables)).filter(isWholeNumber)
    return asked.length === 0 ? DEFAULT_PAGE : Math.min(Math.max(...asked, 0), PAGE.most)
  }
  return [first, last].some((argument) => argument?.kind === Kind.VARIABLE) ? size : size({})
}

function isWholeNumber(value: unknown): value is number {
  return Number.isInteger(value)
}

function idsIn(node: FieldNode): Count {
  const ids = argumentOf(node, 'ids')
  if (!ids) return LIST_ITEMS
  return (variables) => {
    const given = plain(ids, variables)
    return Array.isArray(given) ? given.length : LIST_ITEMS
  }
}

function argumentOf(node: FieldNode, name: string): ValueNode | undefined {
  return node.arguments?.find((each) => each.name.value === name)?.value
}

/** For lists only the length counts, so their items are not changed. */
function plain(value: ValueNode | undefined, variables: Variables): unknown {
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value]
  if (value?.kind === Kind.INT) return Number(value.value)
  return value?.kind === Kind.LIST ? value.values : undefined
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const definitions = operation.variableDefinitions ?? []
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, plain(defaultValue, {})]] : [],
    ),
  )
}

function resolved(count: Count, variables: Variables): number {
  return typeof count === 'number' ? count : count(variables)
}

function product(items: Count, nodesInEach: Count): Count {
  if (typeof items === 'number' && typeof nodesInEach === 'number') return bounded(items * (1 + nodesInEach))
  return (variables) => bounded(resolved(items, variables) * (1 + resolved(nodesInEach, variables)))
}

function sum(counts: readonly Count[]): Count {
  const known = bounded(counts.filter((count) => typeof count === 'number').reduce((total, count) => total + count, 0))
  const open = counts.filter((count) => typeof count !== 'number')
  if (open.length === 0) return known
  return (variables) => bounded(open.reduce((total, count) => total + count(variables), known))
}

/** JSON has no word for infinity. */
function bounded(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER)
}
