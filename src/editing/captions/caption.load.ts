import { sql } from 'kysely'
import { type Sender, send } from '../../database/sender.ts'
import { compile } from '../../reading/sql.ts'

/** What an input on a caption names, as uuids; null where it names nothing, or nothing that could be. */
export interface NamedByCaption {
  readonly captionId: string | null
  readonly imageId: string | null
}

export interface CaptionReferences {
  /** The article that has the caption in any of its revisions */
  readonly articleId: string | null
  readonly hasImage: boolean
}

/** Looks up both by one statement; by none where nothing is named. */
export async function loadCaptionReferences(
  sender: Sender,
  { captionId, imageId }: NamedByCaption,
): Promise<CaptionReferences> {
  const nothing = { articleId: null, hasImage: false }
  if (captionId === null && imageId === null) return nothing
  const statement = compile(sql`
    select (select r.article_id from caption c join revision r on r.id = c.revision_id where c.id = ${captionId}::uuid limit 1) as "articleId",
      exists (select 1 from image where id = ${imageId}::uuid) as "hasImage"`)
  const [row] = await send<CaptionReferences>(sender, statement)
  return row ?? nothing
}
