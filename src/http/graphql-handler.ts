import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CountingContext } from './call.ts'

interface Run<Context> {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** The context of the request: the same at each call */
  readonly context: () => Promise<Context>
}

/** Runs the operation of a request. Status and headers of its answer are set on the reply. @returns the body */
export async function runOperation<Context extends CountingContext>(
  apollo: ApolloServer<Context>,
  { request, reply, context }: Run<Context>,
): Promise<string> {
  const {
    status = 200,
    headers,
    body,
  } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: graphqlRequest(request),
    context,
  })
  // graphql 16 has no incremental delivery.
  if (body.kind !== 'complete') throw new Error('an answer in parts')
  reply.code(status).headers(Object.fromEntries(headers))
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
