import type { Warning } from '../generated/graphql.ts'
import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import type { Subject } from '../mutation/subject.ts'
import type { MadeArticle } from './article.load.ts'

/** What the payload of every mutation of an article says of it (docs/decisions/013). */
export interface ArticleAnswer extends Versions {
  readonly article: Subject
  readonly warnings: Warning[]
}

/** The same of a mutation that can make a revision. */
export interface SaveAnswer extends ArticleAnswer {
  /** Null where the text stayed as it was */
  readonly revision: Subject | null
}

export function articleAnswer(made: MadeArticle): ArticleAnswer {
  return { article: asMade(made), ...versionsOf(made), warnings: scheduleWarnings(made) }
}

export function saveAnswer(made: MadeArticle): SaveAnswer {
  return { ...articleAnswer(made), revision: made.revisionId === null ? null : { id: made.revisionId } }
}

/** What goes live is the revision that was scheduled: who saves or approves a later one may think that it is theirs. */
function scheduleWarnings({ olderScheduled }: MadeArticle): Warning[] {
  if (!olderScheduled) return []
  const { number, at } = olderScheduled
  const message = `Revision ${number} goes live at ${at}, without what was saved since. To publish the latest revision then, schedule the article again.`
  return [{ code: 'OLDER_REVISION_SCHEDULED', path: ['scheduledRevision'], message }]
}
