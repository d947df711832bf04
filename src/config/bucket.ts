/** A bucket of Amazon S3, or of what speaks its language. The keys are found as every tool of AWS finds them. */
export interface Bucket {
  readonly name: string
  readonly region: string
  /** Null: Amazon's own */
  readonly endpoint: string | null
  /** Whether the bucket's name stands in the path of an address, and not in the host's name */
  readonly isInPath: boolean
}
