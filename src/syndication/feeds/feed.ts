import type { Entry } from './feed-article.ts'

/** A list of articles in one language, for programs that read news. */
export interface Feed {
  readonly title: string
  readonly description: string | null
  /** The page that shows the same articles */
  readonly pageUrl: string
  /** Its own address */
  readonly url: string
  /** BCP 47 */
  readonly language: string
  /** Tells of changes (WebSub); null if there is none */
  readonly hub: string | null
  readonly siteName: string
  readonly entries: readonly Entry[]
}

/** When something in it last changed. It never changes with the time of the request, which would make a feed with the same articles another one. */
export function updatedAt({ entries }: Pick<Feed, 'entries'>): Date {
  return new Date(Math.max(0, ...entries.map(({ updated }) => updated.getTime())))
}
