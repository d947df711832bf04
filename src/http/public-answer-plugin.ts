import type { ApolloServerPlugin } from '@apollo/server'
import type { OperationTypeNode } from 'graphql'
import type { Dependencies } from '../reading/tags/dependencies.ts'
import type { Call, CurrentCall } from './call.ts'

/** What decides whether an answer is for everybody. */
interface Context {
  /** Null for a reader */
  readonly viewer: object | null
  readonly reader: {
    /** Whether something was read that is not for everybody */
    readonly isPrivate: boolean
    /** Whether it must not be stored, because it shows all that was committed before */
    readonly isCurrent?: boolean
    /** What the response depends on; absent or null if that is not known */
    readonly dependencies?: Dependencies | null
  }
}

/** Headers of a request that change its answer. With the last two, an answer is not for everybody. */
export const DECISIVE_HEADERS = ['accept', 'accept-encoding', 'authorization', 'graphql-cost']

/** Of an answer that search engines must not list: it is not for everybody. */
export const NOT_LISTED = ['x-robots-tag', 'noindex'] as const

interface AnsweredRequest {
  /** HEAD counts as GET */
  readonly method: string
  /** Whether the request has this header */
  readonly has: (header: string) => boolean
  readonly kind: OperationTypeNode | undefined
}

/**
 * Notes on the call that an answer without errors is for everybody. All others are not stored: also a draft that was read without a token in the headers,
 * because a preview token is a variable.
 */
export function notePublic(call: Call, request: AnsweredRequest, { viewer, reader }: Context): void {
  if (request.kind !== 'query' || request.has('authorization') || request.has('graphql-cost')) return
  if (viewer !== null || reader.isPrivate || reader.isCurrent) return
  call.dependencies = reader.dependencies ?? null
  call.isPublic = request.method === 'GET'
}

export function publicAnswerPlugin(current: CurrentCall): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, operation, request: { http }, response: { body, http: head } }) {
          if (contextValue.reader.isPrivate) head.headers.set(...NOT_LISTED)
          const call = current.getStore()
          if (!call || !http || (head.status ?? 200) !== 200) return
          if (body.kind !== 'single' || body.singleResult.errors) return
          const has = (header: string) => http.headers.has(header)
          notePublic(call, { method: http.method, has, kind: operation?.operation }, contextValue)
        },
      }
    },
  }
}
