import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import type { Subject } from '../mutation/user-error.ts'
import type { MadeArticle } from './article.load.ts'

/** What the payload of every mutation of an article says of it (docs/decisions/013). */
export interface ArticleAnswer extends Versions {
  readonly article: Subject
}

/** The same of a mutation that can make a revision. */
export interface SaveAnswer extends ArticleAnswer {
  /** Null where the text stayed as it was */
  readonly revision: Subject | null
}

export function articleAnswer(made: MadeArticle): ArticleAnswer {
  return { article: asMade(made), ...versionsOf(made) }
}

export function saveAnswer(made: MadeArticle): SaveAnswer {
  return { ...articleAnswer(made), revision: made.revisionId === null ? null : { id: made.revisionId } }
}
