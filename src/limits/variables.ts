import {
  type GraphQLError,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import type { DeclaredVariables } from './declared-variables.ts'
import { type ListMaximum, listMaximum, ofInner } from './list-maximum.ts'
import {
  MAX_NAME,
  MAX_TEXT,
  tooDeep,
  tooLongName,
  tooLongText,
  tooManyItems,
  tooManyValues,
  undeclared,
} from './value-faults.ts'

/** The limits of all variables of a request together. */
export interface VariableLimits {
  readonly values: number
  readonly depth: number
  /** Whether rules of the newsroom measure texts: those of articles may be long */
  readonly hasLongTexts: boolean
}

interface Met {
  readonly value: unknown
  /** Null: unknown */
  readonly type: GraphQLInputType | null
  readonly maximum: ListMaximum | null
  /** Whether it is a list in a list, as the rows of a table are */
  readonly isInner: boolean
  readonly depth: number
  readonly place: Place
}

/** Cells of a table count less than other values, so that the largest table is within the limit. */
const CELLS_IN_A_VALUE = 4

/** Only written out for an error. */
interface Place {
  readonly above: Place | null
  readonly name: string | number
}

/**
 * The first value of the variables that is over a limit. Stops there, and looks at nothing twice, so that its cost is bounded by the limit and
 * not by the request. A request can nest its values deeper than the stack, so it does not recurse.
 */
export function faultOf(
  variables: Readonly<Record<string, unknown>>,
  declared: DeclaredVariables,
  limits: VariableLimits,
): GraphQLError | null {
  let count = 0
  const open: Met[] = []
  for (const name of Object.keys(variables)) {
    const variable = declared.get(name)
    if (!variable) return undeclared(name)
    count++
    open.push({ ...variable, isInner: false, value: variables[name], depth: 0, place: { above: null, name } })
  }
  for (let met = open.pop(); met && count <= limits.values; met = open.pop()) {
    const fault = ownFault(met, limits)
    if (fault) return fault
    if (Array.isArray(met.value)) count += met.isInner ? met.value.length / CELLS_IN_A_VALUE : met.value.length
    else if (isObject(met.value)) count += Object.keys(met.value).length
    if (count <= limits.values) for (const part of partsOf(met)) open.push(part)
  }
  return count > limits.values ? tooManyValues(limits.values) : null
}

/** What is wrong with a value apart from its parts. */
function ownFault(met: Met, limits: VariableLimits): GraphQLError | null {
  const { value, maximum, depth, place } = met
  const { name } = place
  if (typeof name === 'string' && name.length > MAX_NAME) return tooLongName(name.length)
  if (typeof value === 'string')
    return value.length > MAX_TEXT && !isMeasured(met, limits) ? tooLongText(written(place), value.length) : null
  if (!Array.isArray(value)) return isObject(value) && depth >= limits.depth ? tooDeep(limits.depth) : null
  if (depth >= limits.depth) return tooDeep(limits.depth)
  return maximum && value.length > maximum.max ? tooManyItems(written(place), maximum, value.length) : null
}

function isMeasured({ type }: Met, { hasLongTexts }: VariableLimits): boolean {
  return hasLongTexts && type !== null && getNamedType(type).name === 'String'
}

/** An object of JSON. A file that was uploaded is none: it is a single value. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function partsOf({ value, type: given, maximum, depth, place }: Met): Met[] {
  const type = given && getNullableType(given)
  if (Array.isArray(value)) {
    const item = isListType(type) ? type.ofType : type
    const inner = maximum && ofInner(maximum)
    return value.map((part: unknown, index) => ({
      ...{
        value: part,
        type: item,
        maximum: inner,
        isInner: inner !== null,
        depth: depth + 1,
        place: { above: place, name: index },
      },
    }))
  }
  if (!isObject(value)) return []
  const named = type && getNamedType(type)
  const fields = isInputObjectType(named) ? named.getFields() : {}
  return Object.entries(value).map(([name, part]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    const limit = field ? listMaximum(field) : null
    return {
      ...{ value: part, type: field?.type ?? null, maximum: limit, isInner: false, depth: depth + 1 },
      place: { above: place, name },
    }
  })
}

function written(place: Place): string {
  const names: (string | number)[] = []
  for (let at: Place | null = place; at; at = at.above) names.unshift(at.name)
  return names.join('.')
}
