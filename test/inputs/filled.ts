import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import type { Input } from './examples.ts'
import { isConditions, isMarkup, isPlainText, listsAround } from './input-fields.ts'

// Values put into an input by the schema alone. `parts` has an example of each input type that stands inside of another, by its name.

/** Several examples where one field excludes another; null stands for a field that is left out. */
export type Parts = Readonly<Record<string, readonly [Input, ...Input[]]>>

const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

function partsOf({ name }: GraphQLInputObjectType, parts: Parts): readonly [Input, ...Input[]] {
  const examples = parts[name]
  if (!examples) throw new Error(`test/inputs/examples.ts has no example of ${name}`)
  return examples
}

/** The input with one value at a place; what is missing on the way there is taken from `parts`. */
export function withValueAt(
  type: GraphQLInputType,
  current: unknown,
  [step, ...rest]: readonly string[],
  value: unknown,
  parts: Parts,
): unknown {
  if (step === undefined) return value
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const items: unknown[] = Array.isArray(current) ? current : []
    const [first, ...others] = items
    return [withValueAt(nullable.ofType, first, rest, value, parts), ...others]
  }
  if (!isInputObjectType(nullable)) throw new Error(`${nullable} has no ${step}`)
  const field = nullable.getFields()[step]
  if (!field) throw new Error(`${nullable} has no ${step}`)
  const base = nullable.isOneOf ? {} : isInput(current) ? current : partsOf(nullable, parts)[0]
  return { ...base, [step]: withValueAt(field.type, base[step], rest, value, parts) }
}

/** The input with a text in every field that takes plain text or markup, at any depth, and of every list one item of each kind. */
export function filledWith(
  type: GraphQLInputObjectType,
  current: Input,
  text: (field: { name: string; description?: string | null | undefined }) => string,
  parts: Parts,
): Input {
  const filled = Object.values(type.getFields()).flatMap((field): [string, unknown][] => {
    const named = getNamedType(field.type)
    const isList = listsAround(field.type) > 0
    if (current[field.name] === null || isConditions(named)) return []
    if (isInputObjectType(named)) {
      const items = itemsOf(named, current[field.name], text, parts)
      return items.length === 0 ? [] : [[field.name, isList ? items : items[0]]]
    }
    if (!isPlainText(field) && !isMarkup(field)) return []
    return [[field.name, inLists(text(field), listsAround(field.type))]]
  })
  return { ...current, ...Object.fromEntries(filled) }
}

const inLists = (value: unknown, lists: number): unknown => (lists === 0 ? value : [inLists(value, lists - 1)])

function itemsOf(
  type: GraphQLInputObjectType,
  current: unknown,
  text: Parameters<typeof filledWith>[2],
  parts: Parts,
): Input[] {
  if (type.isOneOf) {
    return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
      const named = getNamedType(of)
      if (!isInputObjectType(named)) return []
      return partsOf(named, parts).map((part) => ({ [name]: filledWith(named, part, text, parts) }))
    })
  }
  if (!hasText(type)) return []
  const items: unknown[] = Array.isArray(current) ? current : [...partsOf(type, parts)]
  return items.filter(isInput).map((item) => filledWith(type, item, text, parts))
}

function hasText(type: GraphQLInputObjectType): boolean {
  return Object.values(type.getFields()).some((field) => {
    const named = getNamedType(field.type)
    if (isConditions(named)) return false
    return isInputObjectType(named) ? hasText(named) : isPlainText(field) || isMarkup(field)
  })
}
