export interface Statement {
  /** SQL with $1, $2 … */
  text: string
  /** Dates as Date; json as text (JSON.stringify), since the drivers disagree on arrays and objects. */
  parameters: readonly unknown[]
  /** Prepared under this name on PostgreSQL, once a connection: one name, one text. At most 63 characters. */
  name?: string
}
