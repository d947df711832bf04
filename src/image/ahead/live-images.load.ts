import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import type { Image } from '../../media/serving/image-addresses.ts'
import { imageOf } from '../display/image-url.fields.ts'
import { isUsable } from '../display/rights.expressions.ts'
import { wordsVersion } from '../display/words.expressions.ts'

/** An image as a live article shows it. */
export interface LiveImage {
  readonly image: Image
  /** Whether it is the first that readers see */
  readonly isLead: boolean
}

/** How old a publication may be: an archive that comes in is not read at once. */
const NEW = sql`interval '1 day'`

/** The images of a live article that was published just now, the lead first. Empty for an older one. */
export async function loadLiveImages(database: Database, articleId: string): Promise<LiveImage[]> {
  const rows = await send<{ values: unknown[]; words: string | null; isLead: boolean }>(
    database,
    sql`select json_build_array(i.file, i.width, i.height, i.focal_x, i.focal_y, c.crop_x, c.crop_y, c.crop_width, c.crop_height) as "values",
        ${wordsVersion('i')} as words,
        c.role = 'LEAD' as "isLead"
      from article a join caption c on c.revision_id = a.live_revision_id join image i on i.id = c.image_id
      where a.id = ${articleId}::uuid and a.published_at > now() - ${NEW} and ${isUsable('i')}
      order by c.role <> 'LEAD', c.position limit 20`,
  )
  return rows.map(({ values, words, isLead }) => ({ image: imageOf(values, words), isLead }))
}
