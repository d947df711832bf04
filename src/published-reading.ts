import type { FastifyRequest } from 'fastify'
import { execute, type GraphQLSchema } from 'graphql'
import type { ReadPage } from './http/published/page.ts'
import type { BeginReading } from './http/published/published.ts'
import { READERS, TAGGED_READERS } from './reading/audience.ts'
import { readWhole } from './reading/executor.ts'
import type { Plans } from './reading/plans.ts'
import { Reader } from './reading/reader.ts'
import type { Dependencies } from './reading/tags/dependencies.ts'
import { mergedTags } from './reading/tags/tag-set.ts'
import type { RequestDatabase } from './request-database.ts'

interface Options {
  readonly schema: GraphQLSchema
  readonly plans: Plans
  readonly databaseFor: (request: FastifyRequest, options: { readonly asReader: true }) => RequestDatabase
  /** Whether anybody hears what changes, and so has a use for tags */
  readonly isTagged: boolean
}

/** Reads documents of ours by the statements that answer queries, always as a reader. */
export function publishedReading({ schema, plans, databaseFor, isTagged }: Options): BeginReading {
  return (request, enter) => {
    const { database, published, admit } = databaseFor(request, { asReader: true })
    const readers: Reader[] = []

    const read: ReadPage = async ({ document, operation, cost }, variables) => {
      await enter(cost(variables), admit)
      // A reader gives for a key what it has read for it.
      const reader = new Reader(database, plans, isTagged ? TAGGED_READERS : READERS, published)
      readers.push(reader)
      const data = await readWhole({ schema, document, operation, variables }, plans, reader)
      if (data) return data
      const { errors = [] } = await execute({ schema, document, variableValues: variables, contextValue: { reader } })
      throw errors[0]?.originalError ?? errors[0] ?? new Error('a document of ours was not read by statements')
    }

    return {
      read,
      get statements() {
        return readers.reduce((sum, { statements }) => sum + statements, 0)
      },
      get dependencies() {
        return merged(readers)
      },
    }
  }
}

function merged(readers: readonly Reader[]): Dependencies | null {
  const all = readers.map(({ dependencies }) => dependencies).filter((one) => one !== null)
  if (all.length < readers.length) return null
  const [first, ...others] = all
  if (first && others.length === 0) return first
  return {
    tags: mergedTags(all.map(({ tags }) => tags)),
    validUntil: Math.min(...all.map(({ validUntil }) => validUntil)),
  }
}
