import { sql } from 'kysely'
import { isUsable } from '../image/display/rights.expressions.ts'
import type { Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { tagUntil } from '../reading/tags/tag-set.ts'
import { isPreview, ofShownRevision, shownRevision } from '../stage/article.rows.ts'
import { showsUsable } from './caption.shape.ts'

/** The captions of what a row shows. A preview has those that readers would see, for every viewer; otherwise the caption's shape decides who sees which. */
export function captionsOfShown(article: Row, caption: Row): Sql {
  const ofIt = ofShownRevision(article, caption)
  return isPreview(article) ? sql`${ofIt} and ${showsUsable(caption)}` : ofIt
}

/** @param chosen which of the images, as a FILTER. As a condition it would make PostgreSQL look for all images that are hidden, because they are few */
function imagesTag(revision: Sql, tag: Sql, chosen = sql``): Sql {
  return sql`(select string_agg(${tag}, ' ') ${chosen} from caption c join image i on i.id = c.image_id
    where c.revision_id = ${revision})`
}

const IMAGE_TAG = entityIn('i', sql`i.id`)

/** A caption that is shown has the tag of its image; those that are hidden come back with their images. */
export const hiddenImages: TagsOf = (_selection, row) => [
  { letter: 'i', row, sql: hiddenImagesTag(shownRevision(row)) },
]

/** The same of a revision. */
export const hiddenImagesTag = (revision: Sql): Sql =>
  imagesTag(revision, IMAGE_TAG, sql`filter (where not ${isUsable('i')})`)

/** For what is made of all images of the article. */
export const allImages: TagsOf = (_selection, row) => {
  const until = sql`case when ${isUsable('i')} then i.rights_expire_at end`
  return [{ letter: 'i', row, sql: imagesTag(shownRevision(row), tagUntil(IMAGE_TAG, until)) }]
}
