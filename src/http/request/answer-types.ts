import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'

/** Clients have few, and short ones. */
const MAX_TYPES = 100
const MAX_ACCEPT = 200

/** The media types that Apollo Server has chosen for answers, by what clients accept. */
export interface AnswerTypes {
  /** Undefined if it has not chosen yet */
  of(request: Pick<IncomingMessage, 'headers'>): string | undefined
  note(request: Pick<IncomingMessage, 'headers'>, type: unknown): void
}

export function answerTypes(): AnswerTypes {
  const types = new LRUCache<string, string>({ max: MAX_TYPES })
  return {
    of: ({ headers: { accept = '' } }) => types.get(accept),
    note({ headers: { accept = '' } }, type) {
      if (typeof type === 'string' && accept.length <= MAX_ACCEPT) types.set(accept, type)
    },
  }
}
