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
import { located } from './object.ts'
import { outlineOfVariables } from './outline.ts'
import { type PlannedField, Planner, Row, Selection, type Shapes } from './plan.ts'
import { compile } from './sql.ts'

/** One root field of an operation, as graphql-js's resolve info has it. */
export interface RootField {
  readonly schema: GraphQLSchema
  readonly parentType: GraphQLObjectType
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly fieldNodes: readonly FieldNode[]
  readonly variableValues: Variables
  readonly responseKey: string
}

/** A root field made into one statement. */
interface Plan {
  readonly text: string
  readonly name: string
  readonly parameters: readonly unknown[]
  readonly sources: readonly ArgumentSource[]
  readonly columns: readonly string[]
  readonly finish: PlannedField['finish']
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

  planOf(root: RootField): Plan {
    const [node] = root.fieldNodes
    if (!node) throw new Error('a root field without a node')
    const plans = this.#byField.get(node) ?? new Map<string, Plan>()
    this.#byField.set(node, plans)
    const outline = `${root.operation.name?.value ?? ''} ${outlineOfVariables(root.schema, root.operation, root.variableValues)}`
    const known = plans.get(outline)
    if (known) return known
    const plan = this.#make(root)
    if (plans.size >= PLANS_PER_FIELD) plans.clear()
    plans.set(outline, plan)
    return plan
  }

  #make(root: RootField): Plan {
    const planner = new Planner({ ...root, variables: root.variableValues }, this.#shapes)
    const selection = new Selection(planner, root.parentType, root.fieldNodes, [root.responseKey])
    const field = this.#shapes.roots[selection.field.name]
    if (!field) throw new Error(`${selection.field.name} is not read by a statement`)
    const planned = located(selection, () =>
      field(selection, new Row({ type: 'Query', table: 'article', fields: {} }, '')),
    )
    const columns = planned.needs.map((_need, index) => `v${index}`)
    const values = planned.needs.map((need, index) => sql`${need.sql} as ${sql.ref(`v${index}`)}`)
    const { text, parameters } = compile(sql`select ${sql.join(values)}`)
    const name = `read_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
    return { text, name, parameters, sources: planner.sources, columns, finish: planned.finish, uses: 0 }
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

/** Reads the root fields of one request. */
export class Reader {
  /** SQL statements sent for this request so far. */
  statements = 0
  readonly #database: Database
  readonly #plans: Plans
  readonly #read = new Map<string, Promise<unknown>>()

  constructor(database: Database, plans: Plans) {
    this.#database = database
    this.#plans = plans
  }

  /**
   * The response of a root field, with everything below it, by one statement. Asked again for the same response key it gives the same.
   * Throws BAD_USER_INPUT, located at the field, for arguments that cannot be served.
   */
  read(root: RootField): Promise<unknown> {
    const known = this.#read.get(root.responseKey)
    if (known) return known
    const reading = this.#send(root)
    this.#read.set(root.responseKey, reading)
    return reading
  }

  async #send(root: RootField): Promise<unknown> {
    const plan = this.#plans.planOf(root)
    const run: Run = { arguments: plan.sources.map((source) => source.values(root.variableValues)) }
    const parameters = plan.parameters.map((parameter) => (parameter instanceof Slot ? parameter.read(run) : parameter))
    const name = this.#plans.preparedName(plan)
    this.statements += 1
    const [row] = await this.#database.query({ text: plan.text, parameters, ...(name === undefined ? {} : { name }) })
    const values = plan.columns.map((column) => row?.[column] ?? null)
    return plan.finish ? plan.finish(values, run) : values[0]
  }
}
