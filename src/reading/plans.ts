import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import { sql } from 'kysely'
import { statementName } from '../database/prepared/statement-names.ts'
import type { ArgumentSource, Run, Variables } from './argument.ts'
import type { Audience } from './audience.ts'
import { PlanCache } from './cache/plan-cache.ts'
import { located } from './object.ts'
import { outlineOfVariables } from './outline.ts'
import { type Field, type PlannedField, Planner, Row, Selection, type Shapes } from './plan.ts'
import { givenSubjects, subjects } from './root.ts'
import { compile, type Sql } from './sql.ts'
import { tagsPair } from './tags/tag-set.ts'

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

/** What the responses of a plan depend on; the rest stands in the objects of the JSON. Then the statement's columns are JSON as text. */
export interface PlanTags {
  readonly of: readonly (string | ((run: Run) => readonly string[]))[]
  /** As the planner has them */
  readonly kinds: ReadonlySet<string>
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
  /** As the planner has it */
  readonly isCurrent: boolean
  readonly hasRefusals: boolean
  /** Null if tags are not wanted */
  readonly tags: PlanTags | null
  /** Whether it was used before, by another request: then its statement is worth preparing */
  isRepeated: boolean
}

/** The plans of one request. */
export type OwnPlans = Map<string, Plan>

/** The shapes for a database that has changed, if that is why a statement failed; else null. */
export type ReviseShapes = (error: unknown) => Promise<Shapes | null>

/** Plans of all documents. One for a server. */
export class Plans {
  /** Raised when the shapes change */
  edition = 0
  #shapes: Shapes
  #cache = new PlanCache<Plan>()
  #revising: Promise<Shapes | null> | null = null
  readonly #revise: ReviseShapes

  constructor(shapes: Shapes, revise: ReviseShapes = async () => null) {
    this.#shapes = shapes
    this.#revise = revise
  }

  /** Whether a plan of that edition may have failed because the database is not the one that it was made for: then there is a better one now. */
  async isOutdated(edition: number, error: unknown): Promise<boolean> {
    if (edition !== this.edition) return true
    this.#revising ??= this.#revise(error).finally(() => {
      this.#revising = null
    })
    const shapes = await this.#revising
    if (shapes && edition === this.edition) {
      this.#shapes = shapes
      this.#cache = new PlanCache<Plan>()
      this.edition += 1
    }
    return shapes !== null
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
    return this.#planOf(root, audience, '', new Map(), (name) => this.#shapes.roots[name])
  }

  /** The plan of what is selected below `field` on rows of `type` that code names by their keys, or gives. */
  ofSubjects(field: StatementField, type: string, audience: Audience, isGiven: boolean, own: OwnPlans): Plan {
    return this.#planOf(field, audience, isGiven ? 'given ' : '', own, () =>
      isGiven ? givenSubjects(type) : subjects(type),
    )
  }

  #planOf(
    root: StatementField,
    audience: Audience,
    source: string,
    own: OwnPlans,
    fieldOf: (name: string) => Field | undefined,
  ): Plan {
    const [node] = root.fieldNodes
    if (!node) throw new Error('a field without a node')
    // A fragment's nodes may stand in several places of an operation, each time with others beside them.
    const place = `${source}${audience.group} ${root.operation.name?.value ?? ''} ${root.keys.join('.')}`
    const outline = outlineOfVariables(root.schema, root.operation, root.variableValues)
    return this.#cache.get({ node, place, outline }, own, () => this.#make(root, audience, fieldOf))
  }

  #make(root: StatementField, audience: Audience, fieldOf: (name: string) => Field | undefined): Plan {
    const planner = new Planner({ ...root, variables: root.variableValues, audience }, this.#shapes)
    const selection = new Selection(planner, root.parentType, root.fieldNodes, root.keys)
    const field = fieldOf(selection.field.name)
    if (!field) throw new Error(`${selection.field.name} is not read by a statement`)
    const planned = located(selection, () =>
      field(selection, new Row({ type: 'Query', table: 'article', tags: 'PART', fields: {} }, '')),
    )
    const columns = planned.needs.map((_need, index) => `v${index}`)
    const { text, parameters } = compile(statementOf(planned, planner))
    const name = statementName('read', text)
    const { sources, isPrivate, isPersonal, isCurrent, hasRefusals, tags, tagKinds } = planner
    planner.forgetRequest()
    return {
      text,
      name,
      parameters,
      sources,
      columns,
      finish: planned.finish,
      isPrivate: isPrivate || isPersonal,
      isCurrent,
      hasRefusals,
      tags: audience.isTagged ? { of: tags, kinds: tagKinds } : null,
      isRepeated: false,
    }
  }
}

function statementOf({ needs }: PlannedField, { audience, foundTags }: Planner): Sql {
  const named = (value: Sql, name: string) => sql`${value} as ${sql.ref(name)}`
  if (!audience.isTagged) return sql`select ${sql.join(needs.map((need, index) => named(need.sql, `v${index}`)))}`
  const columns = needs.map((need, index) => named(sql`to_json(${need.sql})::text`, `v${index}`))
  if (foundTags.length > 0) {
    const [key, tags] = tagsPair(null, foundTags)
    columns.push(named(sql`json_build_object(${sql.lit(key)}, ${tags})::text`, 'tags'))
  }
  return sql`select ${sql.join(columns)}`
}
