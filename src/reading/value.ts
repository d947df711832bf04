import { type GraphQLObjectType, getNamedType, isAbstractType } from 'graphql'
import type { Run } from './argument.ts'
import { isObject, type JsonObject } from './object.ts'
import { isTypename, type Selection } from './plan.ts'

/**
 * An object that a field computes: its properties have the names of the GraphQL type's fields. A function is called only for a selected
 * field, with the response key. `__typename` is the type, if the field can return several.
 */
export type Value = JsonObject

/**
 * Of an object that stands for an abstract type, which type it is: it need not be selected, yet graphql-js asks. JSON leaves symbols out. Not a WeakMap:
 * as long as the map lives, V8 moves what is in it to the old generation, the whole response.
 */
const TYPE_NAME = Symbol('the type of an object')

export function rememberType<T>(value: T, typeName: string): T {
  if (typeof value === 'object' && value !== null) Reflect.set(value, TYPE_NAME, typeName)
  return value
}

export function typeNameOf(value: unknown): string | undefined {
  const name: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, TYPE_NAME) : undefined
  return typeof name === 'string' ? name : undefined
}

type Project = (value: Value, run: Run) => unknown

function projectType(selection: Selection, type: GraphQLObjectType, finished: ReadonlySet<string>): Project {
  const isOneOfSeveral = isAbstractType(getNamedType(selection.field.type))
  const outputs = [...selection.fields(type.name)].map(([key, nodes]): [string, Project] => {
    if (isTypename(nodes)) return [key, () => type.name]
    const below = selection.below(type.name, key, nodes)
    const { name } = below.field
    const isLeaf = nodes.every(({ selectionSet }) => !selectionSet)
    const project = isLeaf || finished.has(`${type.name}.${name}`) ? null : projectValue(below, finished)
    return [
      key,
      (value, run) => {
        const given = value[name]
        const own: unknown = typeof given === 'function' ? given(key) : given
        return project ? project(own, run) : (own ?? null)
      },
    ]
  })
  return (value, run) => {
    const object: JsonObject = {}
    for (const [key, read] of outputs) object[key] = read(value, run)
    return isOneOfSeveral ? rememberType(object, type.name) : object
  }
}

/**
 * Returns what is selected of a computed value: null, an object, or a list of them.
 * @param finished fields as "Type.field" whose values are shown as they are, because they were read by the statement.
 */
export function projectValue(
  selection: Selection,
  finished: ReadonlySet<string> = new Set(),
): (value: unknown, run: Run) => unknown {
  const types = selection.possibleTypes()
  const projects = new Map(types.map((type) => [type.name, projectType(selection, type, finished)]))
  const [only] = types.length === 1 ? projects.values() : []
  const project = (value: unknown, run: Run): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => project(item, run))
    if (!isObject(value)) return null
    const one = only ?? (typeof value.__typename === 'string' ? projects.get(value.__typename) : undefined)
    if (!one) throw new Error(`a value of ${selection.field.name} does not say its type`)
    return one(value, run)
  }
  return project
}
