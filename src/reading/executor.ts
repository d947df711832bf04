import type { ApolloServerPlugin, GraphQLRequestContextResponseForOperation, GraphQLResponse } from '@apollo/server'
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
} from 'graphql'
import { collectFields } from 'graphql/execution/collectFields.js'
import { getVariableValues } from 'graphql/execution/values.js'
import type { JsonObject } from './object.ts'
import { isTypename } from './plan.ts'
import type { Plans, StatementField } from './plans.ts'
import { keysTo, resolveByCode, resolveMutation, typesGivenByCode } from './read-back.ts'
import type { Reader } from './reader.ts'
import { typeNameOf } from './value.ts'

interface Context {
  readonly reader: Reader
}

type Request = GraphQLRequestContextResponseForOperation<Context>

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
 * The root fields of a query if statements read all of them; null if there is another field, the variables are invalid, or it is unclear
 * which operation is meant.
 */
function readRoots(
  { schema, operation, document, request }: Request,
  plans: Plans,
): [string, StatementField | null][] | null {
  const query = schema.getQueryType()
  if (!query || operation?.operation !== 'query') return null
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, {
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
 * If a field fails or is refused, and for everything that is not a plain read, graphql-js executes; what was read is not read again.
 */
export function readingPlugin(plans: Plans): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation(request) {
          const roots = readRoots(request, plans)
          if (!roots) return null
          const { reader } = request.contextValue
          const reading = roots.map(async ([key, root]) => ({
            key,
            value: root ? await reader.read(root) : 'Query',
            root,
          }))
          const settled = await Promise.allSettled(reading)
          const data: JsonObject = {}
          for (const result of settled) {
            if (result.status === 'rejected') return null
            data[result.value.key] = result.value.value
          }
          if (reader.hasRefusals) return null
          reader.isWhole = true
          return answered(data)
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
      else if (type === mutation) field.resolve = resolveMutation(field, plans)
      else if (byCode.has(type)) field.resolve = resolveByCode(field, plans)
      else field.resolve ??= (source, _args, _context, info) => source[info.path.key]
    }
  }
  return schema
}

function readRoot(_source: unknown, _args: unknown, { reader }: Context, info: GraphQLResolveInfo): Promise<unknown> {
  return reader.read({ ...info, keys: keysTo(info) })
}
