/** What a database can do with trigrams. */
export interface Trigrams {
  /** Compare words: managed PostgreSQLs do not all have pg_trgm */
  readonly canCompare: boolean
  /** Find a part of a headline: pg_trgm was there when the index was to be created */
  readonly findHeadlines: boolean
}
