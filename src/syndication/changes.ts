import { GraphQLError } from 'graphql'
import * as z from 'zod'
import { codeOf, type ErrorCode } from '../errors/errors.ts'
import type { Asked, Page, PageAnswer, ReadyDocument } from '../http/published/page.ts'

const shown = z.object({
  changes: z.object({
    nodes: z.array(z.unknown()),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})

const JSON_TYPE = 'application/json; charset=utf-8'

/** What is refused for its arguments, and the status of that. */
const REFUSED: Readonly<Partial<Record<ErrorCode, 400 | 410>>> = { BAD_USER_INPUT: 400, CURSOR_EXPIRED: 410 }

/** The events as readers get them by `Query.changes`, for tools without GraphQL. Errors have the form of GraphQL's. */
export function changesPage(document: ReadyDocument): Page {
  return {
    ...{ name: 'Changes', route: '/changes', pattern: /^\/changes$/, parameters: ['after', 'first', 'last'] },
    isCurrent: true,
    async answer({ query }, read) {
      const wrong = wrongSize(query)
      if (wrong !== null) return refusal(400, 'BAD_USER_INPUT', wrong)
      const { after } = query
      const size = (name: 'first' | 'last') => (query[name] === undefined ? {} : { [name]: Number(query[name]) })
      try {
        const { changes } = shown.parse(
          await read(document, { ...size('first'), ...size('last'), ...(after && { after }) }),
        )
        const { nodes, pageInfo } = changes
        const { endCursor, hasNextPage } = pageInfo
        return { status: 200, type: JSON_TYPE, body: `${JSON.stringify({ nodes, endCursor, hasNextPage })}\n` }
      } catch (error) {
        const code = codeOf(error)
        const status = REFUSED[code]
        if (status === undefined || !(error instanceof GraphQLError)) throw error
        return refusal(status, code, error.message)
      }
    },
  }
}

/** The rest of what is wrong with a size, `changes` says itself. */
function wrongSize(query: Asked['query']): string | null {
  const name = ['first', 'last'].find((one) => query[one] !== undefined && !/^\d{1,9}$/.test(query[one]))
  return name === undefined ? null : `\`${name}\` must be a whole number, 1 to 100.`
}

function refusal(status: 400 | 410, code: ErrorCode, message: string): PageAnswer {
  return { status, type: JSON_TYPE, reason: JSON.stringify({ errors: [{ message, extensions: { code } }] }) }
}
