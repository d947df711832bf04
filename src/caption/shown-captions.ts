import { sql } from 'kysely'
import type { Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { isPreview, ofShownRevision } from '../stage/article.rows.ts'
import { showsUsable } from './caption.shape.ts'

/** The captions of what a row shows. A preview has those that readers would see, for every viewer; otherwise the caption's shape decides who sees which. */
export function captionsOfShown(article: Row, caption: Row): Sql {
  const ofIt = ofShownRevision(article, caption)
  return isPreview(article) ? sql`${ofIt} and ${showsUsable(caption)}` : ofIt
}
