import { createHash } from 'node:crypto'
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { type ArgumentSource, type Run, Slot, type Variables } from './argument.ts'
import { type Audience, READERS } from './audience.ts'
import { located } from './object.ts'
import { outlineOfVariables } from './outline.ts'
import { type Field, type PlannedField, Planner, Row, Selection, type Shapes } from './plan.ts'
import { subjects } from './root.ts'
import { compile } from './sql.ts'

/** A field of an operation that is read by a statement of its own, as graphql-js's resolve info has it. */
export interface StatementField {
  readonly schema: GraphQLSchema
  readonly parentType: GraphQLObjectType
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly fieldNodes: readonly FieldNode[]
  readonly variableValues: Variables
  /** Response keys from the root, without the lists' indexes */
  readonly keys: readonly string[]
}

/** A field made into one statement. */
interface Plan {
  readonly text: string
  readonly name: string
  readonly parameters: readonly unknown[]
  readonly sources: readonly ArgumentSource[]
  readonly columns: readonly string[]
  readonly finish: PlannedField['finish']
  readonly isPrivate: boolean
  readonly hasRefusals: boolean
  uses: number
}

// A document is as many plans as its variables have outlines; a client that varies page sizes must not fill the memory.
const PLANS_PER_FIELD = 50
// PostgreSQL keeps a prepared statement for as long as the connection lives: only what comes back is worth that, and there is an end to it.
const USES_BEFORE_PREPARING = 2
const MAX_PREPARED = 500

/** Plans of all documents. One for a server. */
export class Plans {
  readonly #shapes: Shapes
  readonly #byField = new WeakMap<FieldNode, Map<string, Plan>>()
  readonly #prepared = new Set<string>()

  constructor(shapes: Shapes) {
    this.#shapes = shapes
  }

  /** Whether a root field is read by a statement. */
  has(field: string): boolean {
    return field in this.#shapes.roots
  }

  /** Whether rows of a type are read by statements. */
  hasType(type: string): boolean {
    return type in this.#shapes.types
  }

  /** The plan of a root field. */
  ofRoot(root: StatementField, audience: Audience): Plan {
    return this.#planOf(root, audience, (name) => this.#shapes.roots[name])
  }

  /** The plan of what is selected below `field` on rows of `type` that code names by their keys. */
  ofSubjects(field: StatementField, type: string, audience: Audience): Plan {
    return this.#planOf(field, audience, () => subjects(type))
  }

  #planOf(root: StatementField, audience: Audience, fieldOf: (name: string) => Field | undefined): Plan {
    const [node] = root.fieldNodes
    if (!node) throw new Error('a field without a node')
    const plans = this.#byField.get(node) ?? new Map<string, Plan>()
    this.#byField.set(node, plans)
    // A fragment's nodes may stand in several places of an operation, each time with others beside them.
    const place = `${audience.group} ${root.operation.name?.value ?? ''} ${root.keys.join('.')}`
    const outline = `${place} ${outlineOfVariables(root.schema, root.operation, root.variableValues)}`
    const known = plans.get(outline)
    if (known) return known
    const plan = this.#make(root, audience, fieldOf)
    if (plans.size >= PLANS_PER_FIELD) plans.clear()
    plans.set(outline, plan)
    return plan
  }

  #make(root: StatementField, audience: Audience, fieldOf: (name: string) => Field | undefined): Plan {
    const planner = new Planner({ ...root, variables: root.variableValues, audience }, this.#shapes)
    const selection = new Selection(planner, root.parentType, root.fieldNodes, root.keys)
    const field = fieldOf(selection.field.name)
    if (!field) throw new Error(`${selection.field.name} is not read by a statement`)
    const planned = located(selection, () =>
      field(selection, new Row({ type: 'Query', table: 'article', fields: {} }, '')),
    )
    const columns = planned.needs.map((_need, index) => `v${index}`)
    const values = planned.needs.map((need, index) => sql`${need.sql} as ${sql.ref(`v${index}`)}`)
    const { text, parameters } = compile(sql`select ${sql.join(values)}`)
    const name = `read_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
    const { sources, isPrivate, hasRefusals } = planner
    return { text, name, parameters, sources, columns, finish: planned.finish, isPrivate, hasRefusals, uses: 0 }
  }

  /** The name to prepare a plan's statement under, once it has come back often enough. */
  preparedName(plan: Plan): string | undefined {
    plan.uses += 1
    if (this.#prepared.has(plan.name)) return plan.name
    if (plan.uses <= USES_BEFORE_PREPARING || this.#prepared.size >= MAX_PREPARED) return undefined
    this.#prepared.add(plan.name)
    return plan.name
  }
}

/** Rows of one plan that are asked for at the same time, to be read at once. */
interface Batch {
  readonly keys: Set<string>
  readonly rows: Promise<unknown>
}

/** Reads what one request asks for. */
export class Reader {
  /** SQL statements sent for this request so far. */
  statements = 0
  /** Whether anything read has an error in the place of a value. */
  hasRefusals = false
  readonly #database: Database
  readonly #plans: Plans
  readonly #audience: Audience
  readonly #read = new Map<string, Promise<unknown>>()
  readonly #batches = new Map<Plan, Batch>()
  #isPrivate: boolean

  constructor(database: Database, plans: Plans, audience: Audience = READERS) {
    this.#database = database
    this.#plans = plans
    this.#audience = audience
    this.#isPrivate = audience.id !== null
  }

  /** Whether the answer is for this person alone, and no cache may keep it. */
  get isPrivate(): boolean {
    return this.#isPrivate
  }

  /**
   * The response of a root field, with everything below it, by one statement. Asked again for the same response key it gives the same.
   * Throws BAD_USER_INPUT, located at the field, for arguments that cannot be served.
   */
  read(root: StatementField): Promise<unknown> {
    const place = root.keys.join('.')
    const known = this.#read.get(place)
    if (known) return known
    const reading = this.#send(root, () => this.#plans.ofRoot(root, this.#audience))
    this.#read.set(place, reading)
    return reading
  }

  /**
   * What is selected below `field` on the row of `type` with this key, as it is now; null where there is none. What one field asks for
   * within a list is read by one statement.
   */
  async readBack(field: StatementField, type: string, key: string): Promise<unknown> {
    const plan = this.#plans.ofSubjects(field, type, this.#audience)
    const batch = this.#batches.get(plan) ?? this.#openBatch(field, plan)
    batch.keys.add(key)
    const rows = await batch.rows
    return rows instanceof Map ? (rows.get(key) ?? null) : null
  }

  #openBatch(field: StatementField, plan: Plan): Batch {
    const keys = new Set<string>()
    // graphql-js calls the resolvers of a list's items one after another before it waits for any.
    const rows = Promise.resolve().then(() => {
      this.#batches.delete(plan)
      return this.#send(field, () => plan, [...keys])
    })
    const batch = { keys, rows }
    this.#batches.set(plan, batch)
    return batch
  }

  async #send(field: StatementField, planOf: () => Plan, keys: readonly string[] = []): Promise<unknown> {
    const plan = planOf()
    this.#isPrivate ||= plan.isPrivate
    this.hasRefusals ||= plan.hasRefusals
    const run: Run = {
      arguments: plan.sources.map((source) => source.values(field.variableValues)),
      audience: this.#audience,
      subjects: keys,
    }
    if (plan.columns.length === 0) return plan.finish?.([], run) ?? null
    const parameters = plan.parameters.map((parameter) => (parameter instanceof Slot ? parameter.read(run) : parameter))
    const name = this.#plans.preparedName(plan)
    this.statements += 1
    const [row] = await this.#database.query({ text: plan.text, parameters, ...(name === undefined ? {} : { name }) })
    const values = plan.columns.map((column) => row?.[column] ?? null)
    return plan.finish ? plan.finish(values, run) : values[0]
  }
}
