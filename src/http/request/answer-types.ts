import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'

/** As Apollo Server names them, which chooses between them too, but only when an operation has run. */
const TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8']

/** Clients have few, and short ones. */
const MAX_ACCEPTED = 100
const MAX_ACCEPT = 200

const NONE = ''

const known = new LRUCache<string, string>({ max: MAX_ACCEPTED })

function chosenFor(accept: string): string {
  if (accept === '') return TYPES[0] ?? NONE
  return new Negotiator({ headers: { accept } }).mediaType(TYPES) ?? NONE
}

/** The media type of the answer to an operation, by what the client accepts; null if it accepts no JSON. */
export function answerTypeOf({ headers: { accept = '' } }: Pick<IncomingMessage, 'headers'>): string | null {
  const found = known.get(accept)
  const chosen = found ?? chosenFor(accept)
  if (found === undefined && accept.length <= MAX_ACCEPT) known.set(accept, chosen)
  return chosen === NONE ? null : chosen
}
