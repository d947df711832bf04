import { codesOf } from '../faults/driver-error.ts'

/** Whether statements are prepared under names; `auto`: until a pooler loses one. */
export const PREPARED = ['auto', 'on', 'off'] as const

export type Prepared = (typeof PREPARED)[number]

/** invalid_sql_statement_name and duplicate_prepared_statement: of a session to which a pooler has sent the statements of several clients. */
const LOST = new Set(['26000', '42P05'])

const WHY_OFF =
  'A pooler between this server and PostgreSQL loses prepared statements, so none are prepared from now on. PgBouncer keeps them from version 1.21 with max_prepared_statements. DATABASE_PREPARED=off says this from the start.'

/** Whether the statements of a database are prepared. */
export class PreparedMode {
  readonly #mode: Prepared
  readonly #warn: (message: string) => void
  #isLost = false

  constructor(mode: Prepared, warn: (message: string) => void) {
    this.#mode = mode
    this.#warn = warn
  }

  get isOn(): boolean {
    return this.#mode === 'on' || (this.#mode === 'auto' && !this.#isLost)
  }

  /**
   * Whether a statement failed only because of its name, and can be sent again without one. The server says so before it runs a statement: nothing was done.
   */
  lost(error: unknown): boolean {
    if (this.#mode !== 'auto' || !codesOf(error).some((code) => LOST.has(code))) return false
    if (!this.#isLost) this.#warn(WHY_OFF)
    this.#isLost = true
    return true
  }
}
