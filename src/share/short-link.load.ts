import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { articlePath, type Site } from '../site/site.ts'

/** Where a code leads: to the path of its article; 'GONE' if that is not live any more. */
export type ShortLinkTarget = { readonly path: string } | 'GONE'

interface Found {
  readonly isLive: boolean
  readonly locale: string
  readonly slug: string
}

/** Null if no article ever had the code. */
export async function loadTarget(database: Database, code: string, site: Site): Promise<ShortLinkTarget | null> {
  const [found] = await send<Found>(
    database,
    sql`select a.live_revision_id is not null as "isLive", a.locale, a.slug
      from short_link l left join article a on a.id = l.article_id where l.code = ${code}`,
  )
  if (!found) return null
  return found.isLive ? { path: articlePath(found, site) } : 'GONE'
}
