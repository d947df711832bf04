/** A document with its place, for messages. */
export interface FoundDocument {
  /** As clients send it, to the letter */
  readonly text: string
  /** The file, and within a manifest the name or hash of the operation */
  readonly place: string
  /** The SHA-256 that a manifest says; null if it says none */
  readonly saidHash: string | null
}
