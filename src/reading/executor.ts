import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { collectFields } from 'graphql/execution/collectFields.js'
import { getVariableValues } from 'graphql/execution/values.js'
import { inRootSpan } from '../tracing/root-span.ts'
import type { JsonObject } from './object.ts'
import { isTypename } from './plan.ts'
import type { Plans, StatementField } from './plans.ts'
import { keysTo, resolveByCode, resolveMutation, typesGivenByCode } from './read-back.ts'
import type { Reader } from './reader.ts'
import { typeNameOf } from './value.ts'

interface Context {
  readonly reader: Reader
}

/** An operation of a valid document, before its variables are coerced. */
export interface AskedRead {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

const fragmentsOf = new WeakMap<DocumentNode, Record<string, FragmentDefinitionNode>>()

function fragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const known = fragmentsOf.get(document)
  if (known) return known
  const found: Record<string, FragmentDefinitionNode> = {}
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) found[definition.name.value] = definition
  }
  fragmentsOf.set(document, found)
  return found
}

/** graphql-js throws for a flag that is null; when it executes it meets the same and reports it. */
function orNull<T>(collect: () => T): T | null {
  try {
    return collect()
  } catch {
    return null
  }
}

/**
 * The root fields of a query if statements read all of them; null if there is another field, or the variables are invalid.
 */
function readRoots(
  { schema, operation, document, variables }: AskedRead,
  plans: Plans,
): [string, StatementField | null][] | null {
  const query = schema.getQueryType()
  if (!query || operation.operation !== 'query') return null
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  })
  if (!coerced) return null
  const named = fragments(document)
  const selected = orNull(() => collectFields(schema, named, coerced, query, operation.selectionSet))
  if (!selected) return null
  const roots: [string, StatementField | null][] = []
  for (const [responseKey, fieldNodes] of selected) {
    const name = fieldNodes[0]?.name.value
    if (isTypename(fieldNodes)) roots.push([responseKey, null])
    else if (name !== undefined && plans.has(name)) {
      const root = {
        schema,
        parentType: query,
        operation,
        fragments: named,
        fieldNodes,
        variableValues: coerced,
        keys: [responseKey],
      }
      roots.push([responseKey, root])
    } else return null
  }
  return roots
}

function answered(data: JsonObject): GraphQLResponse {
  return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data } } }
}

/**
 * Answers queries without graphql-js, which would visit every value: the results of the statements already have the form of the response.
 * Null if a field fails or is refused, and for everything that is not a plain read: then graphql-js executes, and what was read is not read again.
 */
export async function readWhole(asked: AskedRead, plans: Plans, reader: Reader): Promise<JsonObject | null> {
  const roots = readRoots(asked, plans)
  if (!roots) return null
  const settled = await Promise.allSettled(roots.map(([, root]) => (root ? reader.read(root) : 'Query')))
  const data: JsonObject = {}
  for (const [index, [key]] of roots.entries()) {
    const result = settled[index]
    if (result?.status !== 'fulfilled') return null
    data[key] = result.value
  }
  if (reader.hasRefusals) return null
  reader.isWhole = true
  return data
}

export function readingPlugin(plans: Plans): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, request, contextValue: { reader } }) {
          // Apollo Server's type does not say so: it may be unclear which operation is meant.
          if (!operation) return null
          const data = await readWhole(
            { schema, document, operation, variables: request.variables ?? {} },
            plans,
            reader,
          )
          return data && answered(data)
        },
      }
    },
  }
}

/**
 * Lets graphql-js process the results of the statements: under response keys, with leaves as written, types remembered. Values that code
 * returns (e.g. payloads of mutations) are under the names of the fields; if statements read the type of such a value, it is `{ id }`, the
 * row's uuid, and the row is read back.
 */
export function attachReading(schema: GraphQLSchema, plans: Plans): GraphQLSchema {
  const query = schema.getQueryType()
  const mutation = schema.getMutationType()
  const byCode = typesGivenByCode(schema, plans)
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      const isOfCode = schema.getPossibleTypes(type).every((possible) => byCode.has(possible))
      type.resolveType = isOfCode ? ({ __typename }: { __typename: string }) => __typename : typeNameOf
    }
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (type === query && plans.has(field.name)) field.resolve ??= readRoot
      else if (type === mutation) field.resolve = inRootSpan(resolveMutation(field, plans))
      else if (type === query) field.resolve = inRootSpan(resolveByCode(field, plans))
      else if (byCode.has(type)) field.resolve = resolveByCode(field, plans)
      else field.resolve ??= (source, _args, _context, info) => source[info.path.key]
    }
  }
  return schema
}

function readRoot(_source: unknown, _args: unknown, { reader }: Context, info: GraphQLResolveInfo): Promise<unknown> {
  return reader.read({ ...info, keys: keysTo(info) })
}
