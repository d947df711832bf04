import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql'
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js'
import { badUserInput } from '../errors/errors.ts'
import type { AskedRead } from '../reading/executor.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Change, Source } from './change.ts'
import { changeCursor } from './change-cursor.ts'

type Values = Readonly<Record<string, unknown>>

/** The fields of Subscription. */
export const SOURCES = ['articleChanges', 'deskChanges'] as const

export type SubscriptionField = (typeof SOURCES)[number]

/** What a subscription asks for. */
export interface AskedChanges {
  readonly field: SubscriptionField
  readonly responseKey: string
  readonly args: Values
  /** The same for subscriptions that get the same */
  readonly key: string
  /** The query that reads what a change shows; null if it shows nothing that is read */
  readonly read: AskedRead | null
  /** Under which response keys which fields of the change are asked for */
  readonly fields: readonly (readonly [key: string, name: string])[]
  readonly typeName: string
}

/** How a change is shown to an article's readers: as readers have it, as the desk has it, or as a preview link shows it. */
export interface ShownStage {
  readonly stage: 'PUBLISHED' | 'DRAFT'
  readonly previewToken: string | null
}

const PUBLISHED: ShownStage = { stage: 'PUBLISHED', previewToken: null }

// Variables of the query that reads a change. A client's own of the same names would be replaced, so they are refused.
const OWN = 'copydeskLive'
const ARTICLE = `${OWN}Article`
const HAS_ARTICLE = `${OWN}HasArticle`
const ACTOR = `${OWN}Actor`
const HAS_ACTOR = `${OWN}HasActor`
const STAGE = `${OWN}Stage`
const TOKEN = `${OWN}Token`

/** How the fields of a change that statements read are asked for: a query with one field each. */
const TEMPLATE = operationIn(
  parse(
    `query ($${ARTICLE}: ID, $${HAS_ARTICLE}: Boolean!, $${ACTOR}: ID, $${HAS_ACTOR}: Boolean!, $${STAGE}: Stage!, $${TOKEN}: String) {
      article: article(id: $${ARTICLE}, stage: $${STAGE}, previewToken: $${TOKEN}) @include(if: $${HAS_ARTICLE}) { id }
      actor: node(id: $${ACTOR}) @include(if: $${HAS_ACTOR}) { ... on User { id } }
    }`,
    { noLocation: true },
  ),
)

function operationIn({ definitions: [first] }: DocumentNode): OperationDefinitionNode {
  if (first?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation')
  return first
}

/** The fields of the template, by the fields of a change that they read. */
const READ = new Map<string, FieldNode>(
  TEMPLATE.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.alias ? [[selection.alias.value, selection]] : [],
  ),
)

/** @throws BAD_USER_INPUT */
export function askedChanges(asked: AskedRead): AskedChanges {
  const { schema, document, operation, variables } = asked
  const root = schema.getSubscriptionType()
  if (!root) throw new Error('the schema has no subscriptions')
  const definitions = operation.variableDefinitions ?? []
  if (definitions.some(({ variable }) => variable.name.value.startsWith(OWN)))
    throw badUserInput(`Variables cannot have names that start with "${OWN}". Choose another.`)
  const { coerced, errors } = getVariableValues(schema, definitions, variables, { maxErrors: 5 })
  if (!coerced) throw refused(errors[0])
  const fragments = fragmentsOf(document)
  const [selected, ...others] = collectFields(schema, fragments, coerced, root, operation.selectionSet)
  const [responseKey = '', nodes = []] = selected ?? []
  const [node] = nodes
  const field = SOURCES.find((name) => name === node?.name.value)
  const definition = field && root.getFields()[field]
  const type = definition && getNamedType(definition.type)
  if (!node || !field || !definition || !isObjectType(type) || others.length > 0)
    throw badUserInput(`A subscription has exactly one field: ${SOURCES.join(' or ')}.`)
  const args = argumentsOf(definition, node, coerced)
  const inside = [...collectSubfields(schema, fragments, coerced, type, nodes)]
  const fields = inside.map(([key, [first]]) => [key, first?.name.value ?? ''] as const)
  return {
    ...{ field, responseKey, args, fields, typeName: type.name },
    key: keyOf(asked, node, args),
    read: readOf(asked, inside),
  }
}

/** @throws BAD_USER_INPUT */
function argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode, coerced: Values): Values {
  try {
    return getArgumentValues(definition, node, coerced)
  } catch (error) {
    throw refused(error)
  }
}

function refused(error: unknown): GraphQLError {
  return badUserInput(error instanceof Error ? error.message : 'The variables are not usable.')
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
}

/** Where one has stopped reading is not part of what it reads. */
function keyOf({ document, operation, variables }: AskedRead, node: FieldNode, { after: _after, ...args }: Values) {
  const after = node.arguments?.find(({ name }) => name.value === 'after')?.value
  const name = after?.kind === Kind.VARIABLE ? after.name.value : null
  const isOnlyAfter = name !== null && usesOf(name, document) === 1
  const others = Object.entries(variables).filter(([each]) => !(isOnlyAfter && each === name))
  const text = document.loc?.source.body ?? print(document)
  return JSON.stringify([text, operation.name?.value ?? '', others.toSorted(([a], [b]) => (a < b ? -1 : 1)), args])
}

function usesOf(name: string, document: DocumentNode): number {
  let uses = 0
  visit(document, {
    VariableDefinition: () => false,
    Variable(variable) {
      if (variable.name.value === name) uses += 1
    },
  })
  return uses
}

type Selected = readonly (readonly [string, readonly FieldNode[]])[]

/** One query for everything below a change: one statement for each of its fields that statements read. */
function readOf(asked: AskedRead, inside: Selected): AskedRead | null {
  const selections = inside.flatMap(([key, nodes]) => nodes.flatMap((node) => rootOf(key, node)))
  if (selections.length === 0) return null
  const { schema, document, operation, variables } = asked
  const own: readonly VariableDefinitionNode[] = TEMPLATE.variableDefinitions ?? []
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name && { name: operation.name }),
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...own],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  }
  const others = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return { schema, document: { kind: Kind.DOCUMENT, definitions: [query, ...others] }, operation: query, variables }
}

/** With the place of the client's own field, by which its plan is known again. */
function rootOf(key: string, { name, selectionSet, loc }: FieldNode): FieldNode[] {
  const template = READ.get(name.value)
  if (!template || !selectionSet) return []
  const [inner] = template.selectionSet?.selections ?? []
  const selections: readonly SelectionNode[] =
    inner?.kind === Kind.INLINE_FRAGMENT ? [{ ...inner, selectionSet }] : selectionSet.selections
  return [
    {
      ...template,
      loc,
      alias: { kind: Kind.NAME, value: key },
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    },
  ]
}

/** The query's variables for one change. */
export function variablesOf(
  { variables }: AskedRead,
  { articleId, actorId }: Change,
  { stage, previewToken }: ShownStage = PUBLISHED,
): Values {
  return {
    ...variables,
    [ARTICLE]: articleId === null ? null : `${idPrefix('Article')}${articleId}`,
    [HAS_ARTICLE]: articleId !== null,
    [ACTOR]: actorId === null ? null : `${idPrefix('User')}${actorId}`,
    [HAS_ACTOR]: actorId !== null,
    [STAGE]: stage,
    [TOKEN]: previewToken,
  }
}

/** The change as its subscription asks for it. @param read what its query gave */
export function shownChange({ fields, typeName }: AskedChanges, source: Source, change: Change, read: Values): Values {
  const values: Values = {
    __typename: typeName,
    cursor: changeCursor(source, change.position),
    at: change.at.toISOString(),
    kind: change.kind,
    changedFields: change.changedFields,
    note: change.note,
  }
  return Object.fromEntries(fields.map(([key, name]) => [key, (READ.has(name) ? read[key] : values[name]) ?? null]))
}

/** Under which response keys the article stands. */
export function articleKeys({ fields }: AskedChanges): readonly string[] {
  return fields.filter(([, name]) => name === 'article').map(([key]) => key)
}
