import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

type ContextOf<Context> = (request: FastifyRequest) => Promise<Context>

/** Runs the operation of a request. Status and headers of its answer are set on the reply. @returns the body */
export async function runOperation<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ContextOf<Context>,
): Promise<string> {
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: graphqlRequest(request),
    context: () => context(request),
  })
  // graphql 16 has no incremental delivery.
  if (body.kind !== 'complete') throw new Error('an answer in parts')
  reply.code(status ?? 200).headers(Object.fromEntries(headers))
  return body.string
}

/** HEAD is answered as GET; Node leaves out the body. */
function graphqlRequest({ method, headers, body, raw }: FastifyRequest): HTTPGraphQLRequest {
  const map = new HeaderMap()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const target = raw.url ?? ''
  const start = target.indexOf('?')
  return {
    method: method === 'HEAD' ? 'GET' : method,
    headers: map,
    search: start < 0 ? '' : target.slice(start),
    body,
  }
}
