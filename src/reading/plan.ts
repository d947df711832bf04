import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql'
import { collectSubfields } from 'graphql/execution/collectFields.js'
import { sql } from 'kysely'
import type { DB } from '../generated/kysely/database.ts'
import { Argument, type ArgumentOwner, ArgumentSource, type Run, type Variables } from './argument.ts'
import { type Audience, READERS } from './audience.ts'
import { and, type Sql } from './sql.ts'
import type { PartLetter, TagLetter } from './tags/tag.ts'

/** A way to show a row other than to the public: by name, since a plan may depend on it, and with what opens it where something must. */
export interface State {
  readonly name: string
  readonly key?: Sql
  /** A uuid that tells apart what this state shows of one row, where its name does not; null if that is what the public has. */
  readonly mark?: Expression
}

/**
 * A row of a statement while the statement is made: the alias it has there, the joins that its selected columns ask for, and the
 * conditions it must meet.
 */
export class Row {
  readonly alias: string
  readonly shape: Shape
  /** Null as the public has it */
  readonly state: State | null
  /** What stands behind FROM; a list may read the row through another table. */
  from: Sql
  readonly conditions: Sql[] = []
  /** Whether the client named it: then what shows it depends on all of it, whatever is selected */
  isNamed = false
  /** How many related rows the conditions of this row and of those related rows ask for */
  relations = { count: 0 }
  /** Whether the conditions stand in a part of the statement that PostgreSQL plans apart */
  isApart = false
  /** What shows this row depends on these too, in addition to the row's own tag */
  readonly tags: Sql[] = []
  readonly #table: Sql
  readonly #joins = new Map<string, Sql>()
  readonly #shownJoins = new Map<string, () => Sql>()
  #isFound = false

  constructor(shape: Shape, alias: string, state: State | null = null, audience: Audience = READERS) {
    this.shape = shape
    this.alias = alias
    this.state = state
    this.#table = sql`${sql.table(shape.table)} as ${sql.ref(alias)}`
    this.from = this.#table
    const visible = shape.visible?.(this, audience)
    if (visible) this.conditions.push(visible)
  }

  /** The alias of a table that the row's own leads to. Joined once however often it is asked for, and not at all when it is not. */
  joined(name: string): string {
    const join = this.shape.joins?.[name]
    if (!join) throw new Error(`${this.shape.type} joins no ${name}`)
    const alias = `${this.alias}_${name}`
    if (this.#joins.has(name) || this.#shownJoins.has(name)) return alias
    const made = join(this, alias)
    if (this.#isFound) this.#shownJoins.set(name, () => made)
    else this.#joins.set(name, made)
    return alias
  }

  /**
   * Joins what several shown values have in common, so that it is computed once for a row.
   *
   * @param join composed last, when all values that use it are known
   * @returns its alias
   */
  share(name: string, join: (alias: string) => Sql): string {
    const alias = `${this.alias}_${name}`
    if (!this.#shownJoins.has(name)) this.#shownJoins.set(name, () => join(alias))
    return alias
  }

  /**
   * All conditions and orders of the row are known now. Joins that are requested from now on are for the values shown and are left to
   * `shown`: for a list they are made only for the rows of the page, however many rows it is chosen from.
   */
  found(): void {
    this.#isFound = true
  }

  /**
   * The list is chosen from another table, which has all that its conditions and its order ask for: rows of the shape's own table are looked up only for what
   * is shown. For a list that is chosen from many rows.
   */
  lookUpShown(from: Sql, on: Sql): void {
    const { table } = this.shape
    const conditions = and([on, ...this.conditions.splice(0)])
    const join = sql`join ${sql.table(table)} as ${sql.ref(this.alias)} on ${conditions}`
    this.#shownJoins.set(table, () => join)
    this.from = from
  }

  /** A value of the row, with the joins that were asked for since it was `found`. */
  shown(value: Sql): Sql {
    if (this.#shownJoins.size === 0) return value
    const joins = [...this.#shownJoins.values()].map((join) => join())
    return sql`(select ${value} from (select) one ${sql.join(joins, sql` `)})`
  }

  /** Whether it is read only from its own table, so that a query with the row's columns can take the place of the table. */
  get isAlone(): boolean {
    return this.from === this.#table && this.#joins.size === 0
  }

  /** FROM with everything that was asked of the row until now, and one condition more: compose it last. */
  source(besides?: Sql): Sql {
    const conditions = besides ? [...this.conditions, besides] : this.conditions
    return sql`from ${this.from} ${sql.join([...this.#joins.values()], sql` `)} where ${and(conditions)}`
  }
}

/** A value of a row. The same function is the same value: an object reads it once however many fields need it. */
export type Expression = (row: Row) => Sql

const columns = new Map<string, Expression>()

/** A column of the row's own table, or of a table of its `joins` (which is named like the table). The same function each time, so that it is read once. */
export function column<Table extends keyof DB>(table: Table, name: keyof DB[Table] & string): Expression {
  const path = `${table}.${name}`
  const known = columns.get(path)
  if (known) return known
  const made: Expression = (row) => sql.ref(`${row.shape.table === table ? row.alias : row.joined(table)}.${name}`)
  columns.set(path, made)
  return made
}

/** One value that a field reads from the statement. */
export interface Need {
  /** Needs of one object with the same key are the same value. */
  readonly key: unknown
  readonly sql: Sql
}

/**
 * How a selected field is read: the expressions that it needs from the row, and how to compute its value from them. Without `finish`, the
 * one need is the value.
 */
export interface PlannedField {
  readonly needs: readonly Need[]
  readonly finish?: (values: readonly unknown[], run: Run) => unknown
}

/**
 * Something that a response depends on. It is known when the plan is made, or read from the arguments of each call, or found by the statement: of a row, or
 * once for the statement. docs/reading-engine.md has the table.
 */
export type Tag = { readonly letter: TagLetter } & (
  | { readonly tag: string }
  | { readonly read: (run: Run) => readonly string[] }
  | { readonly sql: Sql; readonly row: Row | null }
)

/** What a field or a list depends on, in addition to the rows that it shows. */
export type TagsOf = (selection: Selection, row: Row) => readonly Tag[]

/**
 * What the rows of a type are to the tags of a response: `PART`, of the object that they are reached through, which has a tag; `DESK`, nothing that readers get;
 * or something with a tag of its own.
 */
export type RowTags =
  | 'PART'
  | 'DESK'
  | {
      readonly letter: PartLetter
      readonly id: Expression
      /** Of a part of another object, which has the tag of something beside it: no id of its own leads to a tag */
      readonly isPart?: true
      /** When it changes by time alone */
      readonly until?: Expression
      /** What its cards show, and their letter: an object with no other fields depends on less of it */
      readonly card?: { readonly letter: PartLetter; readonly fields: ReadonlySet<string> }
    }

/** How a field of a shape is read. */
export type Field = (selection: Selection, row: Row) => PlannedField

/** A GraphQL object type as it stands in the database. */
export interface Shape {
  /** The GraphQL type. */
  readonly type: string
  readonly table: keyof DB & string
  readonly tags: RowTags
  /** Tables that belong to a row, by name; joined when a column of theirs is needed. They must not multiply the row. */
  readonly joins?: Readonly<Record<string, (row: Row, alias: string) => Sql>>
  /** What must hold wherever such a row is read. Null: nothing. */
  readonly visible?: (row: Row, audience: Audience) => Sql | null
  /** An additional condition if the row is not reached through something visible: by its id, or in a list of all. Null: none. */
  readonly reachable?: (row: Row, audience: Audience) => Sql | null
  /** The permission needed to find such rows by their ids. Viewers without it find none. */
  readonly permission?: string
  /** The id that an id leads to, where rows are merged into others. */
  readonly led?: (id: Sql) => Sql
  /** Whether its rows are one person's, who is no member of staff: no cache may store a response with them. */
  readonly isPersonal?: true
  /** The states in which `node` finds rows, and the permission that it takes. */
  readonly foundIn?: FoundIn
  /** How a row is read that a mutation names by its key. */
  readonly subject?: ReadBackKey
  readonly fields: Readonly<Record<string, Field>>
  readonly filters?: Readonly<Record<string, Filter>>
}

/** States in which rows can be read by their ids: if the caller asks for one, or by a `cacheId` that names one. */
export interface FoundIn {
  readonly permission: string
  readonly states: readonly State[]
}

/** A row that code names: by which column, when not by its id, and in which state. */
export interface ReadBackKey {
  readonly key?: string
  /** Where an id stands for several rows: the column that tells them apart. Then code gives `row` with both. */
  readonly and?: string
  readonly state?: State
}

/** What a part of a `where` argument asks of a row. */
export type Filter = (row: Row, argument: Argument, planner: Planner) => Sql

/** A reading for each field of a generated GraphQL type: a field without one does not compile. */
export type FieldsOf<Type> = Readonly<Record<Exclude<keyof Type, '__typename'>, Field>>

/** A filter for each part of a generated `where` input. */
export type FiltersOf<Where> = Readonly<Record<Exclude<keyof Where, 'AND' | 'OR' | 'NOT'>, Filter>>

/** The tables and the root fields that one schema reads. */
export interface Shapes {
  readonly types: Readonly<Record<string, Shape>>
  readonly roots: Readonly<Record<string, Field>>
}

/** One selected field: everything under one response key of one object. */
export class Selection implements ArgumentOwner {
  readonly planner: Planner
  readonly parentType: GraphQLObjectType
  readonly field: GraphQLField<unknown, unknown>
  readonly nodes: readonly FieldNode[]
  /** Response keys from the root; lists have no index in it. */
  readonly path: readonly string[]
  readonly source: number

  constructor(planner: Planner, parentType: GraphQLObjectType, nodes: readonly FieldNode[], path: readonly string[]) {
    const node = nodes[0]
    const field = node && parentType.getFields()[node.name.value]
    if (!node || !field) throw new Error(`${parentType.name} has no field ${node?.name.value ?? ''}`)
    this.planner = planner
    this.parentType = parentType
    this.field = field
    this.nodes = nodes
    this.path = path
    this.source = planner.addArguments(new ArgumentSource(field, node))
  }

  argument(name: string): Argument {
    return new Argument(this.planner.argumentsOf(this.source), this).at(name)
  }

  /** All arguments at once, as they are in a run: for values computed outside the statement. */
  argumentsIn(run: Run): Readonly<Record<string, unknown>> {
    return run.arguments[this.source] ?? {}
  }

  /** The fields selected on the value when it is a `typeName`, by response key. `__typename` is left to `isTypename`. */
  fields(typeName: string): Map<string, readonly FieldNode[]> {
    return this.planner.subfields(typeName, this.nodes)
  }

  /** The object types that the value may have. */
  possibleTypes(): readonly GraphQLObjectType[] {
    const type = getNamedType(this.field.type)
    if (isObjectType(type)) return [type]
    return isAbstractType(type) ? this.planner.schema.getPossibleTypes(type) : []
  }

  /** What is selected below one of the fields that `fields` gave. */
  below(typeName: string, key: string, nodes: readonly FieldNode[]): Selection {
    return new Selection(this.planner, this.planner.objectType(typeName), nodes, [...this.path, key])
  }
}

export function isTypename(nodes: readonly FieldNode[]): boolean {
  return nodes[0]?.name.value === '__typename'
}

/** What is needed of an operation to plan it. */
export interface Operation {
  readonly schema: GraphQLSchema
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly variables: Variables
  readonly audience: Audience
}

/** Makes one plan: gives out aliases, collects arguments, knows the shapes and whom it is for. */
export class Planner {
  readonly schema: GraphQLSchema
  readonly shapes: Shapes
  readonly audience: Audience
  readonly sources: ArgumentSource[] = []
  /** Whether any row is shown otherwise than the public has it */
  isPrivate = false
  /** Whether it is read from the primary, and no cache stores it: it shows everything that was committed before */
  isCurrent = false
  /** Whether any row is one reader's */
  isPersonal = false
  /** Whether an error stands where some field's value would */
  hasRefusals = false
  /** What every response of the plan depends on, or one with these arguments */
  readonly tags: (string | ((run: Run) => readonly string[]))[] = []
  /** What the statement finds of that, once */
  readonly foundTags: Sql[] = []
  /** The letters of all tags, for checks: of a whole kind with `all` */
  readonly tagKinds = new Set<string>()
  #operation: Operation
  #samples: Record<string, unknown>[] = []
  #aliases = 0

  constructor(operation: Operation, shapes: Shapes) {
    this.schema = operation.schema
    this.shapes = shapes
    this.audience = operation.audience
    this.#operation = operation
  }

  alias(): string {
    this.#aliases += 1
    return `t${this.#aliases}`
  }

  row(type: string, state: State | null = null): Row {
    const shape = this.shape(type)
    this.isPrivate ||= state !== null
    this.isPersonal ||= shape.isPersonal === true
    return new Row(shape, this.alias(), state, this.audience)
  }

  shape(type: string): Shape {
    const shape = this.shapes.types[type]
    if (!shape) throw new Error(`no shape of ${type}`)
    return shape
  }

  objectType(name: string): GraphQLObjectType {
    const type = this.schema.getType(name)
    if (!isObjectType(type)) throw new Error(`${name} is no object type`)
    return type
  }

  /** Notes what the response depends on, if that is wanted. */
  addTags(tags: readonly Tag[]): void {
    if (!this.audience.isTagged) return
    for (const tag of tags) {
      this.tagKinds.add('tag' in tag && tag.tag.endsWith('all') ? tag.tag : tag.letter)
      if ('tag' in tag) this.tags.push(tag.tag)
      else if ('read' in tag) this.tags.push(tag.read)
      else (tag.row?.tags ?? this.foundTags).push(tag.sql)
    }
  }

  addArguments(source: ArgumentSource): number {
    this.#samples.push(source.values(this.#operation.variables))
    return this.sources.push(source) - 1
  }

  argumentsOf(source: number): Record<string, unknown> {
    return this.#samples[source] ?? {}
  }

  /** The plan is made. It may be stored, with functions that refer to the planner: what came with the request must not be stored with it. */
  forgetRequest(): void {
    this.#operation = { ...this.#operation, fragments: {}, variables: {} }
    this.#samples = []
  }

  subfields(typeName: string, nodes: readonly FieldNode[]): Map<string, readonly FieldNode[]> {
    const { fragments, variables, schema } = this.#operation
    return collectSubfields(schema, { ...fragments }, { ...variables }, this.objectType(typeName), nodes)
  }
}
