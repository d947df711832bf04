/** What a body may hold. Lengths are in characters, as PostgreSQL's length() counts them. */
export const BLOCK_LIMITS = {
  blocks: 500,
  /** Of the body as it is stored: JSON in UTF-8 */
  bodyBytes: 1_000_000,
  headingText: 300,
  quoteAttribution: 500,
  embedProvider: 100,
  embedTitle: 300,
  /** Items, items of items, items of those */
  listLevels: 3,
} as const
