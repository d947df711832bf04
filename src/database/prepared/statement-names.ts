import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { SecondUse } from '../../lib/second-use.ts'

/** In characters. Longer statements are rare, and each takes megabytes in every connection. The longest of a page of a site has half as many. */
export const MAX_PREPARED_TEXT = 40_000

/** Texts whose names are cached, and their characters altogether. */
const CACHE = { max: 1000, maxSize: 2_000_000 }

/** Names under which PostgreSQL stores the plans of statements: one text, one name. */
export class StatementNames {
  readonly #prefix: string
  readonly #cached = new LRUCache<string, string>(CACHE)
  readonly #secondUse = new SecondUse()

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** Undefined at the first use: most statements that are sent once, e.g. with a list of some length, are not sent again. */
  nameOf(text: string): string | undefined {
    const cached = this.#cached.get(text)
    if (cached !== undefined || text.length > MAX_PREPARED_TEXT) return cached
    const name = statementName(this.#prefix, text)
    if (!this.#secondUse.has(name)) return undefined
    this.#cached.set(text, name, { size: text.length })
    return name
  }
}

/** At most 63 characters, as PostgreSQL's names are. */
export function statementName(prefix: string, text: string): string {
  return `${prefix}_${createHash('sha256').update(text).digest('base64url')}`
}
