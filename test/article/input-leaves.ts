import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'

export type Path = readonly (string | number)[]

/** A scalar or enum value of an input, and where it stands. */
export interface Leaf {
  readonly path: Path
  readonly value: unknown
  /** The named type of the value */
  readonly type: string
  /** The field that holds it, as "HeadingInput.level" */
  readonly field: string
  /** Where a diff has it, as "body.2.level" */
  readonly changed: string
}

interface Place {
  readonly path: Path
  readonly field: string
  readonly changed: readonly (string | number)[]
}

/** Every leaf of an input value. */
export function leavesOf(value: unknown, type: GraphQLInputType, place: Place): Leaf[] {
  if (value === null || value === undefined) return []
  if (isNonNullType(type)) return leavesOf(value, type.ofType, place)
  if (isListType(type) && Array.isArray(value)) {
    return value.flatMap((item, index) => leavesOf(item, type.ofType, below(place, index, place.field, index)))
  }
  const named = getNamedType(type)
  if (!isInputObjectType(named)) {
    const { path, field, changed } = place
    return [{ path, field, value, type: named.name, changed: changed.join('.') }]
  }
  return Object.entries(value).flatMap(([name, own]) => {
    const field = named.getFields()[name]
    if (!field) throw new Error(`${named.name} has no field ${name}`)
    return leavesOf(own, field.type, below(place, name, `${named.name}.${name}`, nameInDiff(named, name)))
  })
}

function below({ path, changed }: Place, key: string | number, field: string, inDiff: string | number | null): Place {
  return { path: [...path, key], field, changed: inDiff === null ? changed : [...changed, inDiff] }
}

/** What names a thing is shown by the thing; the kind of a block is no part of its path, nor is what stands for a whole item. */
function nameInDiff(type: GraphQLInputObjectType, name: string): string | null {
  if (type.isOneOf) return null
  const field = `${type.name}.${name}`
  if (['ArticleTopicInput.topicId', 'ArticleTopicInput.slug', 'ListItemInput.html'].includes(field)) return null
  if (type.name === 'CropInput') return null
  return name === 'nestedItems' ? 'items' : name.replace(/(Id|Key)$/, '')
}

/** All leaf fields of the input types that these fields of an input reach. */
export function leafFields(schema: GraphQLSchema, input: string, names: readonly string[]): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (type: GraphQLInputObjectType, only?: readonly string[]) => {
    if (seen.has(type.name)) return
    seen.add(type.name)
    for (const field of Object.values(type.getFields())) {
      if (only && !only.includes(field.name)) continue
      const named = getNamedType(field.type)
      if (isInputObjectType(named)) visit(named)
      else found.add(`${type.name}.${field.name}`)
    }
  }
  const type = schema.getType(input)
  if (isInputObjectType(type)) visit(type, names)
  return [...found]
}

/** The same value with another leaf. */
export function withLeaf(value: unknown, path: Path, leaf: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return leaf
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? withLeaf(item, rest, leaf) : item))
  if (typeof value !== 'object' || value === null) throw new Error(`nothing at ${path.join('.')}`)
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [name, name === key ? withLeaf(own, rest, leaf) : own]),
  )
}
