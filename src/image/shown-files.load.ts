import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Shown } from '../media/serving/shown-files.ts'
import { isUsable } from './display/rights.expressions.ts'

/** A file without an image cannot be withheld. */
const NO_IMAGE: Shown = { isShown: true, msLeft: null }

/** Whether the image with this file may be shown, and for how long yet, by the database's clock. */
export async function loadShown(database: Database, file: string): Promise<Shown> {
  const [shown] = await send<Shown>(
    database,
    sql`select ${isUsable('image')} as "isShown",
      case when ${isUsable('image')} then (extract(epoch from image.rights_expire_at - now()) * 1000)::float8 end as "msLeft"
      from image where file = ${file}`,
  )
  return shown ?? NO_IMAGE
}
