/** A row of the database as JSON, by the names of its columns. */
export type StoredRow = Readonly<Record<string, unknown>>

/** A thing that a payload shows: read back when it is selected, after the commit. `id` is the uuid. */
export interface Subject {
  readonly id: string
  /** As the call left it: it is read as that, whatever others have done since. As it is now, when absent */
  readonly row?: StoredRow
}
