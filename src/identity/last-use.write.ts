import type { Database } from '../database/database.ts'

/** The condition again: of many requests at once, on many servers, one writes. */
const NOTE = `
  UPDATE access_token SET last_used_at = now()
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')`

/** Where a failed write is logged. */
export interface WarningLog {
  warn(details: object, message: string): void
}

/** Notes when tokens were last used, beside the requests: none waits for it, and none fails with it. */
export class LastUses {
  readonly #database: Database
  readonly #writing = new Map<string, Promise<void>>()

  constructor(database: Database) {
    this.#database = database
  }

  note(tokenId: string, log: WarningLog): void {
    if (this.#writing.has(tokenId)) return
    const writing = this.#write(tokenId, log).finally(() => this.#writing.delete(tokenId))
    this.#writing.set(tokenId, writing)
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing.values())
  }

  async #write(tokenId: string, log: WarningLog): Promise<void> {
    try {
      await this.#database.query({ name: 'identity_last_use', text: NOTE, parameters: [tokenId] })
    } catch (error) {
      log.warn({ err: error }, 'the last use of a token could not be saved')
    }
  }
}
