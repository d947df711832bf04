import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Shown } from '../media/serving/shown-files.ts'
import { isUsable } from './display/rights.expressions.ts'

/** What no picture has is nobody's to withhold. */
const NO_PICTURE: Shown = { isShown: true, msLeft: null }

/** Whether the picture with this file may be shown, and for how long yet, by the database's clock. */
export async function loadShown(database: Database, file: string): Promise<Shown> {
  const [shown] = await send<Shown>(
    database,
    sql`select ${isUsable('image')} as "isShown",
      case when ${isUsable('image')} then (extract(epoch from image.rights_expire_at - now()) * 1000)::float8 end as "msLeft"
      from image where file = ${file}`,
  )
  return shown ?? NO_PICTURE
}
