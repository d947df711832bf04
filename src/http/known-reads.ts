import { GraphQLError, type GraphQLSchema, getOperationAST, OperationTypeNode } from 'graphql'
import type { CostCheck } from '../limits/cost/cost-plugin.ts'
import type { LimitCheck, LimitedOperation } from '../limits/limits-plugin.ts'
import type { Asking, Call, CountingContext } from './call.ts'
import type { Enter } from './entry.ts'
import { notePublic } from './public-answer-plugin.ts'
import { answerTypeOf } from './request/answer-types.ts'
import type { AskedOperation } from './request/asked-operation.ts'
import type { Documents } from './request/documents.ts'

/** Reads the whole answer of a query; null if it has to be executed field by field. */
export type Read<Context> = (operation: LimitedOperation, context: Context) => Promise<object | null>

export interface KnownReads<Context> {
  readonly schema: GraphQLSchema
  readonly documents: Documents
  readonly checkLimits: LimitCheck
  readonly checkCost: CostCheck
  readonly enter: Enter<Context>
  readonly read: Read<Context>
}

export interface AskedRequest<Context> {
  readonly request: Pick<Asking, 'method' | 'headers'>
  readonly call: Call
  readonly asked: AskedOperation | null
  /** The context of the request: the same at each call */
  readonly context: () => Promise<Context>
}

export interface KnownAnswer {
  readonly body: string
  /** The media type */
  readonly type: string
  /** Whether search engines may list it */
  readonly isListed: boolean
}

/**
 * Answers a query whose document is stored, and which statements read whole, without Apollo Server: this is most of what sites send. It calls the functions that
 * Apollo Server's plugins call. Null for all else, also as soon as anything is at fault: then Apollo Server runs the operation and reports it. Nothing is charged,
 * or read, twice.
 */
export function knownReads<Context extends CountingContext>(known: KnownReads<Context>) {
  return async (given: AskedRequest<Context>): Promise<KnownAnswer | null> => {
    const { request, call, asked } = given
    const type = answerTypeOf(request)
    // Its answer has the cost in addition.
    if (type === null || !asked || request.headers['graphql-cost'] !== undefined) return null
    const found = operationOf(known, asked)
    if (!found) return null
    const data = await readOf(known, found, given)
    if (!data) return null
    const context = await given.context()
    call.statements = context.reader.statements
    const method = request.method === 'HEAD' ? 'GET' : request.method
    notePublic(
      call,
      { method, has: (name) => request.headers[name] !== undefined, kind: found.operation.operation },
      context,
    )
    return { body: JSON.stringify({ data }), type, isListed: !context.reader.isPrivate }
  }
}

type Found = Omit<LimitedOperation, 'isDesk'>

/** Null if the document is not stored, or it is not clear that a query is meant. */
function operationOf<Context>({ schema, documents }: KnownReads<Context>, asked: AskedOperation): Found | null {
  const document = documents.find(asked.query)
  if (!document) return null
  const operation = getOperationAST(document, asked.operationName)
  if (operation?.operation !== OperationTypeNode.QUERY) return null
  return { schema, document, operation, variables: asked.variables }
}

async function readOf<Context extends CountingContext>(
  { checkLimits, checkCost, enter, read }: KnownReads<Context>,
  found: Found,
  { call, context: contextOf }: AskedRequest<Context>,
): Promise<object | null> {
  try {
    const context = await contextOf()
    const limited = { ...found, isDesk: context.viewer !== null }
    if (checkLimits(limited)) return null
    const cost = checkCost(limited)
    if (cost instanceof GraphQLError) return null
    call.operation = found.operation.name?.value ?? null
    call.kind = found.operation.operation
    await enter(call, cost.requestedQueryCost, context)
    return await read(limited, context)
  } catch {
    return null
  }
}
