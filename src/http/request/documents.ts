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

export interface Documents {
  /** As Apollo Server uses it */
  readonly store: DocumentStore
  /** The document with this text, if it is stored */
  readonly find: (text: string) => DocumentNode | undefined
}

/**
 * Documents that are parsed and valid, from their second use on, known ones from their first: those that were not used for the longest time are dropped
 * first.
 *
 * @param isKnown whether the document of the current request is
 */
export function storedDocuments(isKnown: () => boolean): Documents {
  const keys = new Map<string, string>()
  const stored = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    dispose: (document) => keys.delete(textOf(document)),
  })
  const secondUse = new SecondUse()
  return {
    store: {
      get: async (key) => stored.get(key),
      set: async (key, document) => {
        if (!isKnown() && !secondUse.has(key)) return
        const nodes = forgetTokens(document)
        const text = textOf(document)
        stored.set(key, document, { size: nodes * BYTES_PER_NODE + text.length })
        if (stored.has(key)) keys.set(text, key)
      },
      delete: async (key) => stored.delete(key),
    },
    find: (text) => stored.get(keys.get(text) ?? ''),
  }
}

function textOf({ loc }: DocumentNode): string {
  return loc?.source.body ?? ''
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
