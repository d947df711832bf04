import {
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql'
import { type Count, resolved, sum } from '../count.ts'
import {
  argumentOf,
  argumentValue,
  type OperationCounter,
  operationCounter,
  type SelectedField,
} from '../operation-count.ts'
import type { Fragments } from '../operation-size.ts'
import { ARGUMENTS, COUNTED, FIELDS, PARTS, type Weight } from './weights.ts'
import { whereCost } from './where-cost.ts'

/** The cost of an operation, before anything is read: its items, and the weights of what is selected, once for every item of the lists around it. */
export function costCounter(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): OperationCounter {
  return operationCounter(schema, operation, fragments, (selected) =>
    sum([placeCost(schema, selected), ownCost(selected)]),
  )
}

function placeCost(schema: GraphQLSchema, { field, parent }: SelectedField): number {
  if (parent === schema.getMutationType()) return PARTS.mutation.weight
  if (parent === schema.getQueryType() || parent === schema.getSubscriptionType()) return PARTS.rootField.weight
  return isLeafType(getNamedType(field.type)) ? PARTS.value.weight : 0
}

function ownCost(selected: SelectedField): Count {
  const { field, parent, selects } = selected
  const name = `${parent.name}.${field.name}`
  const list = sum([weightIn(FIELDS, name), searchCost(selected, name), filterCost(selected)])
  if (!selects('totalCount')) return list
  return sum([list, PARTS.totalCount.weight, COUNTED.has(name) ? 0 : list])
}

function searchCost({ node }: SelectedField, name: string): number {
  return argumentOf(node, 'search') ? weightIn(ARGUMENTS, `${name}(search:)`) : 0
}

function filterCost({ field, node }: SelectedField): Count {
  const given = argumentOf(node, 'where')
  const type = field.args.find((argument) => argument.name === 'where')?.type
  if (!given || !type) return 0
  const cost: Count = (variables) => whereCost(type, argumentValue(given, variables))
  return isFixed(given) ? resolved(cost, {}) : cost
}

/** Whether a value has no variables. */
function isFixed(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.every(isFixed)
  if (value.kind === Kind.OBJECT) return value.fields.every((field) => isFixed(field.value))
  return value.kind !== Kind.VARIABLE
}

function weightIn(weights: Readonly<Record<string, Weight>>, name: string): number {
  return weights[name]?.weight ?? 0
}
