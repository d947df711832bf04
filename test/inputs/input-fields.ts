import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
} from 'graphql'

// The input types of all mutations, walked down to their texts. A field that is added to schema.graphql is tested without a further word.

export const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

/** Scalars whose values do not travel as text, or that are checked by their own tests. */
const NOT_TEXT = ['Int', 'Float', 'Boolean', 'Upload', 'NonNegativeInt', 'PositiveInt']

/** A place of an input where a client can write any text. */
export interface TextField {
  readonly mutation: string
  /** From the argument down, as in `UserError.path`: ["input", "credits", "0", "name"] */
  readonly path: readonly string[]
  readonly scalar: string
  readonly description: string
  /** Descriptions of the fields around it, the outermost first */
  readonly around: readonly string[]
}

/** Takes any text as it is, and gives it back to its writer alone: test/autosave. */
const TAKES_WHAT_IS_TYPED = 'autosaveArticle'

export function mutationNames(): string[] {
  return Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => name !== TAKES_WHAT_IS_TYPED)
}

/** The type of the mutation's argument `input`. */
export function inputTypeOf(mutation: string): GraphQLInputObjectType {
  const type = schema
    .getMutationType()
    ?.getFields()
    [mutation]?.args.find(({ name }) => name === 'input')?.type
  const named = type && getNamedType(type)
  if (!isInputObjectType(named)) throw new Error(`${mutation} has no argument input`)
  return named
}

export function textFieldsOf(mutation: string): TextField[] {
  return below(mutation, inputTypeOf(mutation), ['input'], [])
}

function below(mutation: string, type: GraphQLInputObjectType, path: string[], around: string[]): TextField[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type)
    const description = field.description ?? ''
    const place = [...path, field.name, ...Array<string>(listsAround(field.type)).fill('0')]
    if (isConditions(named)) return []
    if (isInputObjectType(named)) return below(mutation, named, place, [...around, description])
    if (!isScalarType(named) || NOT_TEXT.includes(named.name)) return []
    return [{ mutation, path: place, scalar: named.name, description, around }]
  })
}

/** A filter, which contains itself: test/front sends what the rule of a slot refuses. */
export const isConditions = ({ name }: GraphQLNamedType): boolean => name.endsWith('WhereInput')

/** 2 for a list of lists. */
export function listsAround(type: GraphQLInputType): number {
  const nullable = getNullableType(type)
  return isListType(nullable) ? 1 + listsAround(nullable.ofType) : 0
}

/** How many characters the description allows: "up to 1,000 characters", "1 to 200 lower-case letters". Null where it names no number. */
export function documentedLength(description: string): number | null {
  const [, most] = /\bto ([\d,]+)\s+(?:characters|lower-case\s+letters)/.exec(description) ?? []
  return most === undefined ? null : Number(most.replaceAll(',', ''))
}

interface Described {
  readonly description?: string | null | undefined
}

/** Whether the field takes any words: what looks like markup is text there. */
export const isPlainText = ({ description }: Described): boolean => /\bplain\s+text\b/i.test(description ?? '')

/** Whether the field takes HTML. */
export const isMarkup = ({ description }: Described): boolean => /\binline\s+markup\b/i.test(description ?? '')
