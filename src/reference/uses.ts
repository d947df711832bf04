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
}

/** "3 live articles, 1 draft and older revisions of 2 articles"; null where there is none. */
export function usesInWords({ live, scheduled = 0, drafts, past, authors = 0 }: Uses): string | null {
  const parts = [
    ...(live > 0 ? [`${live} live ${articles(live)}`] : []),
    ...(scheduled > 0 ? [`${scheduled} scheduled ${articles(scheduled)}`] : []),
    ...(drafts > 0 ? [`${drafts} ${drafts === 1 ? 'draft' : 'drafts'}`] : []),
    ...(past > 0 ? [`older revisions of ${past} ${articles(past)}`] : []),
    ...(authors > 0 ? [`the pages of ${authors} ${authors === 1 ? 'author' : 'authors'}`] : []),
  ]
  if (parts.length < 2) return parts[0] ?? null
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function articles(count: number): string {
  return count === 1 ? 'article' : 'articles'
}
