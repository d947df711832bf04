import type { ArticleChangeKind, DeskChangeKind } from '../generated/graphql.ts'

/** Which changes: of what readers see, or of what the desk works on. Each has positions of its own. */
export type Source = 'articles' | 'desk'

/** A change that subscribers get. */
export interface Change {
  /** Its place in the order of the source */
  readonly position: number
  readonly at: Date
  readonly kind: ArticleChangeKind | DeskChangeKind
  readonly changedFields: readonly string[]
  /** The article's uuid; null if there is none to read */
  readonly articleId: string | null
  /** The uuid of the user who did it; null if nobody did */
  readonly actorId: string | null
  readonly note: string | null
}

/** Changes may have been missed: the client has to load its data again. */
export function resync(position: number): Change {
  const nothing = { changedFields: [], articleId: null, actorId: null, note: null }
  return { position, at: new Date(), kind: 'RESYNC', ...nothing }
}
