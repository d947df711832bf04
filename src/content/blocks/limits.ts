/** What a body may hold. */
export const BODY_LIMITS = {
  blocks: 500,
  /** As it is stored: JSON in UTF-8 */
  bytes: 1_000_000,
} as const
