/** A thing that a payload shows: read back when it is selected, after the commit. `id` is the uuid. */
export interface Subject {
  readonly id: string
}
