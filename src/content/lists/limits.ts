/** What the lists of an article may hold. Lengths are in characters, as PostgreSQL's length() counts them. */
export const LIST_LIMITS = {
  /** Items of each list */
  items: 100,
  creditName: 200,
  captionKey: 100,
  captionText: 2000,
  captionAltText: 500,
  captionCredit: 200,
} as const
