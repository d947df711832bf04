/** What something that was read depends on. */
export interface Dependencies {
  readonly tags: readonly string[]
  /** When something of it changes by time alone, in milliseconds of performance.now(); infinite if nothing does */
  readonly validUntil: number
}
