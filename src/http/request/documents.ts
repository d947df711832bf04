import type { ApolloServerOptions, BaseContext } from '@apollo/server'
import { type DocumentNode, visit } from 'graphql'
import { LRUCache } from 'lru-cache'
import { SecondUse } from '../../lib/second-use.ts'

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>

const MAX_DOCUMENTS = 1000

/** Of all documents together, estimated from their nodes and texts. */
const MAX_BYTES = 24 * 1024 * 1024

/** What one node of a syntax tree takes on average, as measured, with its position and names. */
const BYTES_PER_NODE = 200

/**
 * Documents that are parsed and valid, from their second use on, known ones from their first: those that were not used for the longest time are dropped
 * first.
 *
 * @param isKnown whether the document of the current request is
 */
export function documentStore(isKnown: () => boolean): DocumentStore {
  const stored = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS, maxSize: MAX_BYTES })
  const secondUse = new SecondUse()
  return {
    get: async (key) => stored.get(key),
    set: async (key, document) => {
      if (!isKnown() && !secondUse.has(key)) return
      const nodes = forgetTokens(document)
      stored.set(key, document, { size: nodes * BYTES_PER_NODE + (document.loc?.source.body.length ?? 0) })
    },
    delete: async (key) => stored.delete(key),
  }
}

/**
 * The tokens take a third of the memory, and only tools that print a document again use them. Positions for errors stay.
 *
 * @returns the number of nodes
 */
function forgetTokens(document: DocumentNode): number {
  let nodes = 0
  visit(document, {
    enter: (node) => {
      nodes += 1
      if (!node.loc) return
      const { start, end, source } = node.loc
      Object.assign(node, { loc: { start, end, source } })
    },
  })
  return nodes
}
