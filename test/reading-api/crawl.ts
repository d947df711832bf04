import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { leastArguments } from '../helpers/least-arguments.ts'

// Everything that an anonymous reader can ask for, made from the schema: a field that is added later is asked for without a further word.
// What its description says is FORBIDDEN to readers is left out here; test/desk/readers.test.ts asks for it.

type Field = GraphQLField<unknown, unknown>

/** Whether schema.graphql says of a field, a filter or an order that it is not for readers. */
export const isForbidden = ({ description }: { description?: string | null | undefined }): boolean =>
  /FORBIDDEN\s+to/.test(description ?? '')

const isConnection = (field: Field) => field.args.some(({ name }) => name === 'first')

/** Types by their names, with what is inside of connections and abstract types opened. */
export class Crawler {
  /** "Type.field" of all that was selected so far */
  readonly selected = new Set<string>()
  readonly #schema: GraphQLSchema
  readonly #depth: number

  readonly #isAsked: (field: Field) => boolean

  /**
   * @param depth the greatest that will be asked for: there lists are read whole, further below only their beginnings
   * @param asDesk whether to ask for what is FORBIDDEN to readers too
   */
  constructor(schema: GraphQLSchema, depth: number, { asDesk = false } = {}) {
    this.#schema = schema
    this.#depth = depth
    this.#isAsked = (field) => asDesk || !isForbidden(field)
  }

  /** All fields of the types that a reader can get to from Query, introspection apart. */
  allFields(): string[] {
    const found = new Set<GraphQLObjectType>()
    const waiting = [this.#schema.getQueryType()]
    for (const type of waiting) {
      if (!type || found.has(type)) continue
      found.add(type)
      for (const field of Object.values(type.getFields()).filter(this.#isAsked)) {
        const next = getNamedType(field.type)
        if (isAbstractType(next)) waiting.push(...this.#schema.getPossibleTypes(next))
        else if (isObjectType(next)) waiting.push(next)
      }
    }
    return [...found]
      .filter(({ name }) => name !== 'Query')
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(this.#isAsked)
          .map(({ name }) => `${type.name}.${name}`),
      )
  }

  /**
   * Every leaf of a type, and so on below through everything that it leads to.
   * @param depth how many objects further; connections and their edges are not counted
   */
  selection(type: string, depth: number): string {
    const named = this.#schema.getType(type)
    if (isAbstractType(named)) {
      const parts = this.#schema
        .getPossibleTypes(named)
        .map(({ name }) => `... on ${name} { ${this.#aliased(name, depth)} }`)
      return `__typename ${parts.join(' ')}`
    }
    if (!isObjectType(named)) throw new Error(`${type} is no type to select of`)
    return this.#fields(named, depth, ({ name }) => name)
  }

  #fields(type: GraphQLObjectType, depth: number, keyOf: (field: Field) => string): string {
    const fields = Object.values(type.getFields())
      .filter(this.#isAsked)
      // The same as edges { node }.
      .filter(({ name }) => !(name === 'nodes' && type.name.endsWith('Connection')))
      .map((field) => this.#field(type, field, depth, keyOf(field)))
    return `__typename ${fields.join(' ')}`
  }

  /** Under names of its type, for types of one union give fields of one name different forms. */
  #aliased(type: string, depth: number): string {
    const named = this.#schema.getType(type)
    return isObjectType(named) ? this.#fields(named, depth, ({ name }) => `${type}_${name}`) : '__typename'
  }

  #field(parent: GraphQLObjectType, field: Field, depth: number, key: string): string {
    const type = getNamedType(field.type)
    const passesThrough = parent.name.endsWith('Connection') || (parent.name.endsWith('Edge') && field.name === 'node')
    if (!isLeafType(type) && depth === 0 && !passesThrough) return ''
    this.selected.add(`${parent.name}.${field.name}`)
    const alias = key === field.name ? '' : `${key}: `
    if (isLeafType(type)) return `${alias}${field.name}${leastArguments(field)}`
    const page = isConnection(field) ? `(first: ${depth === this.#depth ? 100 : 2})` : leastArguments(field)
    return `${alias}${field.name}${page} { ${this.selection(type.name, passesThrough ? depth : depth - 1)} }`
  }

  /** Every way to ask in a `where` whether a text holds `word`, as input values. Depth: how many relations further. */
  textFilters(input: string, word: string, depth: number): string[] {
    const type = this.#schema.getType(input)
    if (!isInputObjectType(type)) throw new Error(`${input} is no input`)
    return Object.values(type.getFields()).flatMap(({ name, type: of, description }) => {
      const filter = getNamedType(of)
      // Refused to readers whatever it asks for: readers.test.ts.
      if (description?.includes('Desk only')) return []
      if (!isInputObjectType(filter) || ['AND', 'OR', 'NOT'].includes(name)) return []
      return this.#textFilter(filter, word, depth).map((inner) => `{ ${name}: ${inner} }`)
    })
  }

  #textFilter(filter: GraphQLInputObjectType, word: string, depth: number): string[] {
    const fields = filter.getFields()
    if (fields.contains) return [`{ contains: ${JSON.stringify(word)}, mode: INSENSITIVE }`]
    if (depth === 0) return []
    if (!fields.some) return fields.AND ? this.textFilters(filter.name, word, depth - 1) : []
    return this.textFilters(getNamedType(fields.some.type).name, word, depth - 1).map((inner) => `{ some: ${inner} }`)
  }
}
