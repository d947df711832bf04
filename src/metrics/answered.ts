/** A request that was answered. */
export interface AnsweredRequest {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly ms: number
  readonly errorCodes: ReadonlySet<string>
  /** Null if it was none to GraphQL */
  readonly operation: AnsweredOperation | null
}

export interface AnsweredOperation {
  readonly name: string | null
  /** Whether its name may become a label: nobody can make up any number of them */
  readonly isTrusted: boolean
  /** query or mutation; null if it is not known which operation was meant */
  readonly kind: string | null
  readonly statements: number
  /** Null if it was refused before it was known, or answered from the cache */
  readonly cost: number | null
  readonly cache: 'hit' | 'miss' | 'bypass'
}
