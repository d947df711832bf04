import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql'
import { FILTERS } from './weights.ts'

const PARTS_OF_TEXT: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith'])

const LISTS: ReadonlySet<string> = new Set(['in', 'notIn'])

/** More levels than any depth limit lets through. */
const MAX_LEVELS = 1000

/** What the conditions of a `where` argument cost, as it was sent. What it has that its type does not know counts as a condition: it is refused later. */
export function whereCost(type: GraphQLInputType, value: unknown): number {
  const conditions = conditionsCost(type, value, 0)
  return conditions === 0 ? 0 : FILTERS.where.weight + conditions
}

/** @param type an input type of conditions, e.g. ArticleWhereInput, or of their quantifiers, e.g. CreditListFilter */
function conditionsCost(type: GraphQLInputType, value: unknown, level: number): number {
  if (level > MAX_LEVELS) return 0
  if (Array.isArray(value))
    return value.reduce<number>((total, item) => total + conditionsCost(type, item, level + 1), 0)
  const named = getNamedType(type)
  if (!isInputObjectType(named) || !isRecord(value)) return value === undefined ? 0 : FILTERS.condition.weight
  const fields = named.getFields()
  return Object.entries(value).reduce((total, [name, part]) => {
    const field = fields[name]
    return total + (field ? fieldCost(name, field.type, part, level + 1) : FILTERS.condition.weight)
  }, 0)
}

function fieldCost(name: string, type: GraphQLInputType, value: unknown, level: number): number {
  const { name: typeName } = getNamedType(type)
  if (name === 'AND' || name === 'OR' || name === 'NOT') return conditionsCost(type, value, level)
  if (typeName.endsWith('WhereInput')) return FILTERS.relation.weight + conditionsCost(type, value, level)
  if (typeName.endsWith('ListFilter')) return conditionsCost(type, value, level)
  return operatorsCost(value)
}

/** A filter on a value, e.g. StringFilter, or a plain value. */
function operatorsCost(value: unknown): number {
  if (!isRecord(value)) return FILTERS.condition.weight
  return Object.entries(value).reduce((total, [operator, operand]) => {
    if (operator === 'mode') return total
    if (PARTS_OF_TEXT.has(operator)) return total + FILTERS.partOfText.weight
    const values = LISTS.has(operator) && Array.isArray(operand) ? operand.length : 0
    return total + FILTERS.condition.weight + values * FILTERS.listedValue.weight
  }, 0)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
