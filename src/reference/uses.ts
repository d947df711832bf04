import { detailedError, type UserError } from '../mutation/user-error.ts'

/** How many articles a topic, an author or an image stands in. */
export interface Uses {
  /** Articles whose live revision has it */
  readonly live: number
  /** Further articles whose scheduled revision has it */
  readonly scheduled?: number
  /** Further articles whose latest revision has it */
  readonly drafts: number
  /** Further articles that had it in an older revision */
  readonly past: number
  /** Authors whose page shows it */
  readonly authors?: number
  /** Whether the settings of the site show it */
  readonly siteSettings?: boolean
}

/** Of what nothing uses. */
export const NO_USES: Counts = {
  live: 0,
  scheduled: 0,
  drafts: 0,
  past: 0,
  authors: 0,
  siteSettings: false,
  topics: 0,
  blocks: 0,
}

type Counts = Required<Uses> & { readonly topics: number; readonly blocks: number }

/** What cannot be deleted while something uses it. @param message says by what, and what to do */
export function inUse(
  { live, scheduled, drafts, past, authors, siteSettings, topics, blocks }: Counts,
  message: () => string,
): UserError {
  const details = {
    __typename: 'UsesDetails',
    liveArticles: live,
    scheduledArticles: scheduled,
    draftArticles: drafts,
    pastArticles: past,
    authors,
    topics,
    blocks,
    siteSettings,
  } as const
  return detailedError('IN_USE', ['input', 'id'], details, message)
}

/** "3 live articles, 1 draft and older revisions of 2 articles"; null where there is none. */
export function usesInWords({
  live,
  scheduled = 0,
  drafts,
  past,
  authors = 0,
  siteSettings = false,
}: Uses): string | null {
  const parts = [
    ...(live > 0 ? [`${live} live ${articles(live)}`] : []),
    ...(scheduled > 0 ? [`${scheduled} scheduled ${articles(scheduled)}`] : []),
    ...(drafts > 0 ? [`${drafts} ${drafts === 1 ? 'draft' : 'drafts'}`] : []),
    ...(past > 0 ? [`older revisions of ${past} ${articles(past)}`] : []),
    ...(authors > 0 ? [`the pages of ${authors} ${authors === 1 ? 'author' : 'authors'}`] : []),
    ...(siteSettings ? ['the settings of the site'] : []),
  ]
  if (parts.length < 2) return parts[0] ?? null
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function articles(count: number): string {
  return count === 1 ? 'article' : 'articles'
}
