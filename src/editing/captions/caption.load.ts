import { sql } from 'kysely'
import * as z from 'zod'
import { inheritedTexts, inheritedTextsJson } from '../../content/input/inherited-texts.load.ts'
import type { InheritedTexts } from '../../content/input/own-texts.ts'
import { type Sender, send } from '../../database/sender.ts'
import { compile } from '../../reading/sql.ts'

/** What an input on a caption names, as uuids; null where it names nothing, or nothing that could be. */
export interface NamedByCaption {
  readonly captionId: string | null
  readonly imageId: string | null
}

/** An image, with what its uses inherit. */
export interface KnownImage {
  readonly id: string
  readonly inherited: InheritedTexts
}

export interface CaptionReferences {
  /** The article that has the caption in any of its revisions */
  readonly articleId: string | null
  /** The image that is named; null where there is none */
  readonly image: KnownImage | null
  /** What the caption inherits in its latest revision */
  readonly inherited: InheritedTexts | null
}

const loaded = z.object({
  articleId: z.string().nullable(),
  image: z.object({ id: z.string(), inherited: inheritedTexts }).nullable(),
  inherited: inheritedTexts.nullable(),
})

/** Looks up both by one statement; by none where nothing is named. */
export async function loadCaptionReferences(
  sender: Sender,
  { captionId, imageId }: NamedByCaption,
): Promise<CaptionReferences> {
  const nothing = { articleId: null, image: null, inherited: null }
  if (captionId === null && imageId === null) return nothing
  const statement = compile(sql`
    select (select r.article_id from caption c join revision r on r.id = c.revision_id where c.id = ${captionId}::uuid limit 1) as "articleId",
      (select json_build_object('id', i.id, 'inherited', ${inheritedTextsJson('i')}) from image i where i.id = ${imageId}::uuid) as "image",
      (select ${inheritedTextsJson('i')} from caption c join article a on a.latest_revision_id = c.revision_id join image i on i.id = c.image_id
        where c.id = ${captionId}::uuid) as "inherited"`)
  const [row] = await send(sender, statement)
  return row ? loaded.parse(row) : nothing
}
