import type { ApolloServerPlugin, BaseContext, GraphQLResponse } from '@apollo/server'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { codeOf, type ErrorCode, internal, rootCause } from '../errors/errors.ts'
import { shortened } from '../lib/text/shortened.ts'
import { overLimit } from '../limits/limits.ts'
import type { CurrentCall } from './call.ts'
import { noteCodes } from './log/notes.ts'
import { placeOf } from './log/place.ts'
import { sayUnavailable } from './refusal.ts'

/** Turns errors into what a client may see. Masked errors are logged with the same request id. */
export function errorFormatter(current: CurrentCall) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const shown = presented(formatted, error, current)
    const call = current.getStore()
    if (call) noteCodes(call.notes, [shown.extensions?.code])
    return { ...shown, message: shortened(shown.message, MOST_OF_A_MESSAGE) }
  }
}

function presented(formatted: GraphQLFormattedError, error: unknown, current: CurrentCall): GraphQLFormattedError {
  const code = codeOf(error)
  if (code === 'INTERNAL_SERVER_ERROR') return masked(formatted, error, current)
  if (code === 'UNAVAILABLE') noteCause(formatted, error, current)
  return tokenFault(formatted) ?? { ...formatted, extensions: { ...formatted.extensions, code } }
}

/** A message that repeats what was sent ends there. */
const MOST_OF_A_MESSAGE = 300

/** Errors of one response. */
const MOST_ERRORS = 20

type SingleResult = Extract<GraphQLResponse['body'], { kind: 'single' }>['singleResult']

export type ErrorFormatter = ReturnType<typeof errorFormatter>

function masked({ path, locations }: GraphQLFormattedError, error: unknown, current: CurrentCall) {
  const call = current.getStore()
  call?.log.error({ err: rootCause(error), ...placeOf(call.operation, path) }, 'internal error')
  return { ...internal(call?.requestId ?? 'unknown'), ...(locations && { locations }), ...(path && { path }) }
}

/** The operator must learn what was not there, which is not for the client. */
function noteCause({ message, path }: GraphQLFormattedError, error: unknown, current: CurrentCall): void {
  const call = current.getStore()
  const cause = rootCause(error)
  if (!(cause instanceof Error) || cause instanceof GraphQLError) return
  call?.log.error({ err: cause.cause ?? cause, ...placeOf(call.operation, path) }, message)
}

/** The parser stops at the limit with a syntax error that has no code of its own. How many tokens there were, it never learns. */
function tokenFault({ message }: GraphQLFormattedError): GraphQLFormattedError | undefined {
  const limit = Number(/^Syntax Error: Document contains more tha[nt] (\d+) tokens/.exec(message)?.[1])
  if (Number.isNaN(limit)) return undefined
  const { http: _status, ...extensions } = overLimit(
    'TOO_MANY_TOKENS',
    `has more than ${limit} tokens`,
    limit,
    limit + 1,
  ).extensions
  return {
    message: `This operation has more than ${limit} tokens, which is the limit. Split it into smaller operations.`,
    extensions,
  }
}

/** A well-formed request whose document is at fault. */
const DOCUMENT_FAULTS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
] satisfies ErrorCode[])

/**
 * The last look at a response.
 * Executors that answer through `responseForOperation` bypass Apollo's formatting, so their errors get it here.
 * Status codes follow the GraphQL-over-HTTP draft: a client that accepts only application/json gets 200 for an invalid document,
 * since it cannot tell our 4xx from a proxy's; one that knows application/graphql-response+json gets 400.
 * Limits, and requests that are malformed as such, are 4xx for everybody.
 */
export function presentationPlugin<Context extends BaseContext>(format: ErrorFormatter): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, operation }) {
          const result = formatted(response, format)
          if (!result?.errors) return
          if (isIncomplete(result, operation?.operation)) sayUnavailable(response.http)
          else if (operation?.operation === 'mutation') result.errors = result.errors.map(aboutItsResult(result.data))
          if (result.data !== undefined) return
          const documentAtFault = result.errors.every(({ extensions }) => DOCUMENT_FAULTS.has(extensions?.code))
          if (documentAtFault) response.http.status = isLegacy(request.http?.headers.get('accept')) ? 200 : 400
        },
      }
    },
  }
}

/**
 * Whether something was not available, of a query also in part: no cache may store half a page. A mutation of which a part was done is no such
 * case: 503 would say that nothing was.
 */
function isIncomplete({ data, errors = [] }: SingleResult, kind: string | undefined): boolean {
  if (!errors.some(({ extensions }) => extensions?.code === ('UNAVAILABLE' satisfies ErrorCode))) return false
  const isPartlyDone = Object.values(data ?? {}).some((value) => typeof value === 'object' && value !== null)
  return kind !== 'mutation' || !isPartlyDone
}

/**
 * A mutation that was carried out, and whose result could not be read: "Send the same request again" would save the same thing twice, unless it has
 * a key.
 */
function aboutItsResult(data: SingleResult['data']) {
  return (error: GraphQLFormattedError): GraphQLFormattedError => {
    const [root, ...below] = error.path ?? []
    const isUnavailable = error.extensions?.code === ('UNAVAILABLE' satisfies ErrorCode)
    const payload = Object.entries(data ?? {}).find(([name]) => name === root)?.[1]
    if (!isUnavailable || below.length === 0 || payload === null) return error
    const message = `${root} was carried out, but this part of its result could not be read. Read it with a query, or repeat the mutation with the same idempotencyKey.`
    return { ...error, message }
  }
}

function formatted({ body }: GraphQLResponse, format: ErrorFormatter) {
  if (body.kind !== 'single') return undefined
  const { errors } = body.singleResult
  if (errors) {
    body.singleResult.errors = firstOf(errors).map((error) =>
      error instanceof GraphQLError ? format(error.toJSON(), error) : error,
    )
  }
  return body.singleResult
}

/** The first errors; instead of the others one that says how many they are. */
function firstOf(errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  if (errors.length <= MOST_ERRORS) return errors
  const omitted = errors.length - MOST_ERRORS
  const code = errors[MOST_ERRORS]?.extensions?.code
  return [
    ...errors.slice(0, MOST_ERRORS),
    { message: `${omitted} more errors are not listed.`, extensions: { code, omitted } },
  ]
}

/** Whether a client knows only the older media type, so that it takes a status of 4xx for a fault of the network. */
export function isLegacy(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('application/graphql-response+json')
}
