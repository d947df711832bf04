import { sql } from 'kysely'
import { isUsable } from '../image/display/rights.expressions.ts'
import type { Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { tagIn } from '../reading/tags/tag.ts'
import { tagUntil } from '../reading/tags/tag-set.ts'
import { isPreview, ofShownRevision, shownRevision } from '../stage/article.rows.ts'
import { showsUsable } from './caption.shape.ts'

/** The captions of what a row shows. A preview has those that readers would see, for every viewer; otherwise the caption's shape decides who sees which. */
export function captionsOfShown(article: Row, caption: Row): Sql {
  const ofIt = ofShownRevision(article, caption)
  return isPreview(article) ? sql`${ofIt} and ${showsUsable(caption)}` : ofIt
}

function imagesTag(row: Row, tag: Sql, condition: Sql): Sql {
  return sql`(select string_agg(${tag}, ' ') from caption c join image i on i.id = c.image_id
    where c.revision_id = ${shownRevision(row)} and ${condition})`
}

const IMAGE_TAG = tagIn('i', sql`i.id::text`)

/** A caption that is shown has the tag of its image; those that are hidden come back with their images. */
export const hiddenImages: TagsOf = (_selection, row) => [
  { letter: 'i', row, sql: imagesTag(row, IMAGE_TAG, sql`not ${isUsable('i')}`) },
]

/** For what is made of all images of the article. */
export const allImages: TagsOf = (_selection, row) => {
  const until = sql`case when ${isUsable('i')} then i.rights_expire_at end`
  return [{ letter: 'i', row, sql: imagesTag(row, tagUntil(IMAGE_TAG, until), sql`true`) }]
}
