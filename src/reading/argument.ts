import { type FieldNode, type GraphQLField, Kind, locatedError, type ValueNode, visit } from 'graphql'
import { getArgumentValues } from 'graphql/execution/values.js'
import { sql } from 'kysely'
import { badUserInput } from '../errors/errors.ts'
import type { Audience } from './audience.ts'
import type { Sql } from './sql.ts'

/** The coerced values of an operation's variables. */
export type Variables = Readonly<Record<string, unknown>>

/** Rows that code names. */
export interface Subjects {
  readonly keys: readonly string[]
  /** For plans of rows that code gives: as JSON, with what differs from the stored ones */
  readonly rows: readonly object[]
}

export const NO_SUBJECTS: Subjects = { keys: [], rows: [] }

/** What one execution of a plan has at hand. */
export interface Run {
  /** The arguments of each selected field, by the number the plan gave it */
  readonly arguments: readonly Readonly<Record<string, unknown>>[]
  readonly audience: Audience
  /** The rows to be read, where not the arguments say which */
  readonly subjects: Subjects
}

/** A parameter whose value is found when the statement is sent, so that the statement serves other arguments and people too. */
export class Slot {
  /** Where the value comes from, in words, for people who read the statement. */
  readonly from: string
  readonly read: (run: Run) => unknown

  constructor(from: string, read: (run: Run) => unknown) {
    this.from = from
    this.read = read
  }
}

function hasVariables(values: readonly ValueNode[]): boolean {
  let found = false
  for (const value of values) {
    visit(value, {
      [Kind.VARIABLE]: () => {
        found = true
      },
    })
  }
  return found
}

/** The arguments of one selected field, evaluated again for each run if they have variables. */
export class ArgumentSource {
  readonly #definition: GraphQLField<unknown, unknown>
  readonly #node: FieldNode
  readonly #constant: Record<string, unknown> | null

  constructor(definition: GraphQLField<unknown, unknown>, node: FieldNode) {
    this.#definition = definition
    this.#node = node
    const values = (node.arguments ?? []).map(({ value }) => value)
    this.#constant = hasVariables(values) ? null : getArgumentValues(definition, node)
  }

  /** Throws a GraphQLError if an omitted variable makes a required argument absent. */
  values(variables: Variables): Record<string, unknown> {
    return this.#constant ?? getArgumentValues(this.#definition, this.#node, { ...variables })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(path: readonly (string | number)[], from: unknown): unknown {
  let value = from
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key]
    else if (isRecord(value)) value = value[key]
    else return undefined
  }
  return value
}

/** PostgreSQL's text takes no NUL. */
function withoutNul(value: unknown, argument: string): unknown {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  if (texts.some((text) => typeof text === 'string' && text.includes('\0'))) {
    throw badUserInput(`\`${argument}\` holds a NUL character.`, { argument, allowed: 'text without U+0000' })
  }
  return value
}

/** The selected field that an argument stands on. */
export interface ArgumentOwner {
  /** The number of its arguments in a run. */
  readonly source: number
  readonly nodes: readonly FieldNode[]
  readonly path: readonly string[]
}

/**
 * An argument, or a part of one, while a plan is made. A plan is cached for all arguments with the same outline (outline.ts): it may depend
 * only on which parts are present, on enum values, booleans and integers. Every other value goes into the statement with `bind`.
 */
export class Argument {
  readonly value: unknown
  readonly #owner: ArgumentOwner
  readonly #path: readonly (string | number)[]

  constructor(value: unknown, owner: ArgumentOwner, path: readonly (string | number)[] = []) {
    this.value = value
    this.#owner = owner
    this.#path = path
  }

  /** Given, and not null. */
  get isGiven(): boolean {
    return this.value !== undefined && this.value !== null
  }

  at(key: string): Argument {
    return new Argument(isRecord(this.value) ? this.value[key] : undefined, this.#owner, [...this.#path, key])
  }

  /** An input object without one of its parts. */
  without(key: string): Argument {
    const rest = Object.fromEntries(this.parts().flatMap(([name, { value }]) => (name === key ? [] : [[name, value]])))
    return new Argument(rest, this.#owner, this.#path)
  }

  /** The parts of an input object that were given, null ones included. */
  parts(): [string, Argument][] {
    return isRecord(this.value)
      ? Object.keys(this.value)
          .map((key): [string, Argument] => [key, this.at(key)])
          .filter(([, part]) => part.value !== undefined)
      : []
  }

  items(): Argument[] {
    return Array.isArray(this.value)
      ? this.value.map((item: unknown, index) => new Argument(item, this.#owner, [...this.#path, index]))
      : []
  }

  /** The value as a parameter of the statement, after `convert`, as PostgreSQL type `type`. What `convert` throws refuses the request. */
  bind(type: string, convert: (value: unknown) => unknown = (value) => value): Sql {
    const { source, nodes, path } = this.#owner
    // Not `this`: plans are stored, and the value of one request must not be stored with them.
    const keys = this.#path
    const name = keys.join('.')
    const slot = new Slot(`argument ${name} of ${path.join('.')}`, (run) => {
      try {
        return withoutNul(convert(valueAt(keys, run.arguments[source])), name)
      } catch (error) {
        throw locatedError(error, nodes, path)
      }
    })
    return sql`${slot}::${sql.raw(type)}`
  }

  /** An enum value of ours as it stands in the database, written into the text. */
  get name(): string {
    return typeof this.value === 'string' ? this.value : ''
  }
}
