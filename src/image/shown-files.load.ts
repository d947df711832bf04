import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Shown } from '../media/serving/shown-files.ts'
import { isServed } from './display/rights.expressions.ts'

/** A file without an image is on no page. */
const NO_IMAGE: Shown = { isShown: false, msLeft: null }

/** Whether the image with this file is public and may be shown, and for how long its rights allow that yet, by the database's clock. */
export async function loadShown(database: Database, file: string): Promise<Shown> {
  const [shown] = await send<Shown>(
    database,
    sql`select served as "isShown", case when served then (extract(epoch from rights_expire_at - now()) * 1000)::float8 end as "msLeft", id
      from (select image.id, image.rights_expire_at, ${isServed('image')} as served from image where file = ${file}) one`,
  )
  return shown ?? NO_IMAGE
}
