import { createHash } from 'node:crypto'
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import { sql } from 'kysely'
import type { ArgumentSource, Variables } from './argument.ts'
import type { Audience } from './audience.ts'
import { located } from './object.ts'
import { outlineOfVariables } from './outline.ts'
import { type Field, type PlannedField, Planner, Row, Selection, type Shapes } from './plan.ts'
import { givenSubjects, subjects } from './root.ts'
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
export interface Plan {
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
    return this.#planOf(root, audience, '', (name) => this.#shapes.roots[name])
  }

  /** The plan of what is selected below `field` on rows of `type` that code names by their keys, or gives. */
  ofSubjects(field: StatementField, type: string, audience: Audience, isGiven: boolean): Plan {
    return this.#planOf(field, audience, isGiven ? 'given ' : '', () =>
      isGiven ? givenSubjects(type) : subjects(type),
    )
  }

  #planOf(
    root: StatementField,
    audience: Audience,
    source: string,
    fieldOf: (name: string) => Field | undefined,
  ): Plan {
    const [node] = root.fieldNodes
    if (!node) throw new Error('a field without a node')
    const plans = this.#byField.get(node) ?? new Map<string, Plan>()
    this.#byField.set(node, plans)
    // A fragment's nodes may stand in several places of an operation, each time with others beside them.
    const place = `${source}${audience.group} ${root.operation.name?.value ?? ''} ${root.keys.join('.')}`
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
