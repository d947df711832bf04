/** What a body may hold. */
export const BODY_LIMITS = {
  blocks: 500,
  /** As it is stored: JSON in UTF-8 */
  bytes: 1_000_000,
  /** `<` and `&` of all texts as they are sent: what cleaning them costs grows with these, not with the characters */
  tags: 20_000,
} as const
