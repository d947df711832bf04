import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'

/** As Apollo Server names them, which chooses between them too, but only when an operation has run. */
const TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8']

/** Clients have few, and short ones. */
const MAX_ACCEPTED = 100
const MAX_ACCEPT = 200

/** For a client that accepts none of them */
const NONE = ''

const chosen = new LRUCache<string, string>({ max: MAX_ACCEPTED, memoMethod: choose })

function choose(accept: string): string {
  // Without the header, everything is accepted.
  return new Negotiator({ headers: { accept: accept || '*/*' } }).mediaType(TYPES) ?? NONE
}

/** The media type of the answer to an operation, by what the client accepts; null if it accepts no JSON. */
export function answerTypeOf({ headers: { accept = '' } }: Pick<IncomingMessage, 'headers'>): string | null {
  return (accept.length <= MAX_ACCEPT ? chosen.memo(accept) : choose(accept)) || null
}
