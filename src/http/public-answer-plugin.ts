import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server'
import type { Dependencies } from './caching/public-answer.ts'
import type { CurrentCall } from './call.ts'

/** What decides whether an answer is for everybody. */
interface Context {
  /** Null for a reader */
  readonly viewer: object | null
  readonly reader: {
    /** Whether something was read that is not for everybody */
    readonly isPrivate: boolean
    /** What the response depends on; absent or null if that is not known */
    readonly dependencies?: Dependencies | null
  }
}

/** Headers of a request that change its answer. With the last two, an answer is not for everybody. */
export const DECISIVE_HEADERS = ['accept', 'accept-encoding', 'authorization', 'graphql-cost']

/**
 * Notes on the call that an answer is for everybody. All others are not stored: also a draft that was read without a token in the headers,
 * because a preview token is a variable.
 */
export function publicAnswerPlugin(current: CurrentCall): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse(request) {
          const { contextValue, response } = request
          if (contextValue.reader.isPrivate) response.http.headers.set('x-robots-tag', 'noindex')
          const call = current.getStore()
          if (!call || !isForEverybody(request)) return
          call.dependencies = contextValue.reader.dependencies ?? null
          call.isPublic = request.request.http?.method === 'GET'
        },
      }
    },
  }
}

function isForEverybody({
  request: { http },
  operation,
  contextValue: { viewer, reader },
  response: { body, http: head },
}: GraphQLRequestContextWillSendResponse<Context>): boolean {
  if (!http || operation?.operation !== 'query') return false
  if (http.headers.has('authorization') || http.headers.has('graphql-cost')) return false
  if (viewer !== null || reader.isPrivate) return false
  return (head.status ?? 200) === 200 && body.kind === 'single' && !body.singleResult.errors
}
