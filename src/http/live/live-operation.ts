import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Env } from '../../config/env.ts'
import { badRequest, type ErrorCode } from '../../errors/errors.ts'
import { isRecord } from '../../lib/record.ts'
import type { CostCheck } from '../../limits/cost/cost-plugin.ts'
import type { LimitCheck } from '../../limits/limits-plugin.ts'
import type { AskedRead } from '../../reading/executor.ts'
import type { DocumentSender, documentFinder } from '../documents/document-gate.ts'
import { documentRules } from '../request/document-rules.ts'

/** What a client asks for, as it was sent. */
export interface SentOperation {
  readonly query?: unknown
  readonly documentId?: unknown
  readonly operationName?: unknown
  readonly variables?: unknown
  readonly extensions?: unknown
}

/** An operation that may run. */
export interface CheckedOperation extends AskedRead {
  readonly name: string | null
  readonly cost: number
  /** Whether its document was parsed and validated for it */
  readonly isNewDocument: boolean
}

/** Errors for which an operation does not run. */
export class RefusedOperation extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message)
    this.errors = errors
  }
}

interface Options {
  readonly env: Pick<Env, 'introspection' | 'limits'>
  readonly schema: GraphQLSchema
  readonly findDocument: ReturnType<typeof documentFinder>
  readonly checkLimits: LimitCheck
  readonly checkCost: CostCheck
}

const ONLY_SUBSCRIPTIONS =
  'Only subscriptions run over this connection. Send queries and mutations to /graphql by POST, so that limits, caches and the log treat them alike.'

/** Of the texts of all documents together, in characters. */
const MAX_TEXTS = 2_000_000

/** Errors of one operation. */
const MOST_ERRORS = 20

/** Checks operations that last as all others are checked, before anything of them runs. */
export function operationChecks({ env, schema, findDocument, checkLimits, checkCost }: Options) {
  const { limits, introspection } = env
  const rules: readonly ValidationRule[] = [
    ...specifiedRules,
    ...documentRules(limits),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ]
  const valid = new LRUCache<string, DocumentNode>({
    maxSize: MAX_TEXTS,
    sizeCalculation: (_document, text) => text.length + 1,
  })

  function parsed(text: string): DocumentNode {
    try {
      return parse(text, { maxTokens: limits.tokens })
    } catch (error) {
      throw new RefusedOperation(error instanceof GraphQLError ? [withCode(error, 'GRAPHQL_PARSE_FAILED')] : [])
    }
  }

  function validated(text: string): DocumentNode {
    const known = valid.get(text)
    if (known) return known
    const document = parsed(text)
    const errors = validate(schema, document, rules, { maxErrors: MOST_ERRORS, hideSuggestions: !introspection })
    if (errors.length > 0)
      throw new RefusedOperation(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')))
    valid.set(text, document)
    return document
  }

  return {
    /** Whether the operation is a subscription; also false if that is not clear. */
    isSubscription(text: string, operationName: string | undefined): boolean {
      if (!/\bsubscription\b/.test(text)) return false
      try {
        const document = valid.get(text) ?? parse(text, { maxTokens: limits.tokens })
        return getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION
      } catch {
        return false
      }
    },

    /** @throws RefusedOperation, GraphQLError */
    async check(sent: SentOperation, sender: DocumentSender, isDesk: boolean): Promise<CheckedOperation> {
      const { query, documentId, extensions, operationName = undefined, variables } = sent
      const { put } = await findDocument({ query, documentId: documentId ?? undefined, extensions }, sender)
      const text = put ?? query
      if (typeof text !== 'string' || text === '') throw badRequest('Send the document of the operation in `query`.')
      if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
        throw badRequest('`operationName` must be a text.')
      const given = variables ?? {}
      if (!isRecord(given)) throw badRequest('`variables` must be an object.')
      const isNewDocument = !valid.has(text)
      const document = validated(text)
      const operation = getOperationAST(document, operationName || undefined)
      if (!operation)
        throw new RefusedOperation([
          withCode(
            new GraphQLError('The document does not have exactly one such operation.'),
            'OPERATION_RESOLUTION_FAILURE',
          ),
        ])
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) throw badRequest(ONLY_SUBSCRIPTIONS)
      const limited = { schema, document, operation, variables: given, isDesk }
      const fault = checkLimits(limited)
      if (fault) throw fault
      const cost = checkCost(limited)
      if (cost instanceof GraphQLError) throw cost
      return {
        ...{ schema, document, operation, variables: given, isNewDocument },
        ...{ name: operation.name?.value ?? null, cost: cost.requestedQueryCost },
      }
    },
  }
}

export type OperationChecks = ReturnType<typeof operationChecks>

/** A rule of ours has a code of its own. */
function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  const { message, nodes, source, positions, originalError, extensions } = error
  return new GraphQLError(message, { nodes, source, positions, originalError, extensions: { code, ...extensions } })
}
