import type { Genre } from '../generated/graphql.ts'

/** What kinds of journalism there are; src/seo/json-ld has what schema.org calls each. */
export const GENRES = [
  'NEWS',
  'REPORTAGE',
  'ANALYSIS',
  'OPINION',
  'REVIEW',
  'BACKGROUND',
  'ADVERTISER_CONTENT',
] as const satisfies readonly Genre[]
