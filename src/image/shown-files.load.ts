import { sql } from 'kysely'
import { digitalSourceUri } from '../contract/digital-sources.ts'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { DigitalSource } from '../generated/graphql.ts'
import type { ImageWords } from '../media/rendering/image-words.ts'
import type { Shown } from '../media/serving/shown-files.ts'
import { isServed } from './display/rights.expressions.ts'
import { wordsVersion } from './display/words.expressions.ts'

/** A file without an image is on no page. */
const NO_IMAGE: Shown = { isShown: false, msLeft: null }

interface Found
  extends Omit<ImageWords, 'version' | 'digitalSource'>,
    Required<Pick<Shown, 'isShown' | 'msLeft' | 'id'>> {
  readonly version: string | null
  readonly digitalSource: DigitalSource | null
}

/** Whether the image with this file is public and may be shown, for how long its rights allow that yet, by the database's clock, and what is said of it. */
export async function loadShown(database: Database, file: string): Promise<Shown> {
  const [shown] = await send<Found>(
    database,
    sql`select served as "isShown", case when served then (extract(epoch from rights_expire_at - now()) * 1000)::float8 end as "msLeft", id, words_version as version,
        credit, creator, copyright_notice as "copyrightNotice", web_statement as "webStatement", digital_source as "digitalSource"
      from (select image.*, ${isServed('image')} as served, ${wordsVersion('image')} as words_version from image where file = ${file}) one`,
  )
  if (!shown) return NO_IMAGE
  const { isShown, msLeft, id, version, digitalSource, ...words } = shown
  const source = digitalSource === null ? null : digitalSourceUri(digitalSource)
  return { isShown, msLeft, id, words: version === null ? null : { version, ...words, digitalSource: source } }
}
