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
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql'
import { mostInPage } from '../contract/limits.ts'
import { type Count, product, resolved, sum, type Variables } from './count.ts'
import type { Fragments } from './operation-size.ts'

/** What a connection returns when neither `first` nor `last` is given. More than its list allows is refused when it is read. */
const DEFAULT_PAGE = 20

/** A list without pages (credits, topics, captions, paragraphs of a text) is taken to hold this many items that lead on to others. */
const LIST_ITEMS = 5

export type OperationCounter = (variables: Variables) => number

/** A field where it is selected. */
export interface SelectedField {
  readonly field: GraphQLField<unknown, unknown>
  readonly parent: GraphQLNamedType
  readonly node: FieldNode
  /** Whether this field of the list, such as `totalCount`, is selected */
  readonly selects: (name: string) => boolean
}

/** What a field counts beside its items, once for each item of the lists around it. */
export type Price = (selected: SelectedField) => Count

/**
 * The number of list items that an operation can return at most, before anything is read. A connection counts its page size, a list
 * fetched by IDs their number, any other list of objects LIST_ITEMS, each once for every item of the lists around it. Selections
 * under @skip and @include count in any case. Schema introspection is free here; it has a limit and a standard rule of its own.
 *
 * With a price, the fields count too. Walks the operation once: what it returns only fills in the variables, going where they are
 * used as often as fragments are spread, which the limit on fields bounds.
 */
export function operationCounter(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  priceOf: Price = () => 0,
): OperationCounter {
  const counted = new Map<string, Count>()

  function ofFragment(name: string): Count {
    const known = counted.get(name)
    if (known !== undefined) return known
    counted.set(name, 0)
    const fragment = fragments.get(name)
    if (!fragment) return 0
    const count = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    counted.set(name, count)
    return count
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined): Count {
    const field = fieldOf(schema, parent, node.name.value)
    if (!field || !parent) return 0
    const selects = (name: string) => isSelected(name, node.selectionSet, fragments)
    const price = priceOf({ field, parent, node, selects })
    const type = getNamedType(field.type)
    if (!node.selectionSet || !isCompositeType(type) || type.name.startsWith('__')) return price
    const inside = ofSelections(node.selectionSet, type)
    if (isConnection(field))
      return sum([price, product(pageSize(node, mostInPage(`${parent.name}.${field.name}`)), inside)])
    // `edges` and `nodes` are the page itself, which the connection has counted.
    const isList = isListType(getNullableType(field.type)) && !parent.name.endsWith('Connection')
    return sum([price, isList ? product(idsIn(node), inside) : inside])
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
  // Fractions of weights add up to a little more than they are.
  return (variables) => Math.ceil(Number(resolved(count, { ...defaults, ...variables }).toFixed(3)))
}

function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const introspection = [SchemaMetaFieldDef, TypeMetaFieldDef].find((field) => field.name === name)
  if (introspection) return type === schema.getQueryType() ? introspection : undefined
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

/** Looks through fragments, each once. */
function isSelected(name: string, set: SelectionSetNode | undefined, fragments: Fragments): boolean {
  const sets = set ? [set] : []
  const opened = new Set<string>()
  for (const { selections } of sets) {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD && selection.name.value === name) return true
      if (selection.kind === Kind.INLINE_FRAGMENT) sets.push(selection.selectionSet)
      if (selection.kind !== Kind.FRAGMENT_SPREAD || opened.has(selection.name.value)) continue
      opened.add(selection.name.value)
      const fragment = fragments.get(selection.name.value)
      if (fragment) sets.push(fragment.selectionSet)
    }
  }
  return false
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'first' || name === 'last')
}

function pageSize(node: FieldNode, most: number): Count {
  const [first, last] = [argumentOf(node, 'first'), argumentOf(node, 'last')]
  const size = (variables: Variables) => {
    const asked = [first, last].map((argument) => argument && argumentValue(argument, variables)).filter(isWholeNumber)
    return asked.length === 0 ? DEFAULT_PAGE : Math.min(Math.max(...asked, 0), most)
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
    const given = argumentValue(ids, variables)
    return Array.isArray(given) ? given.length : LIST_ITEMS
  }
}

export function argumentOf(node: FieldNode, name: string): ValueNode | undefined {
  return node.arguments?.find((each) => each.name.value === name)?.value
}

/** An argument with its variables filled in. */
export function argumentValue(value: ValueNode, variables: Variables): unknown {
  return valueFromASTUntyped(value, variables)
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const definitions = operation.variableDefinitions ?? []
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, argumentValue(defaultValue, {})]] : [],
    ),
  )
}
