import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import { EVERYTHING } from '../../reading/tags/tag.ts'
import { ENDINGS, type FeedList, feedPath, feedUrl } from '../../site/feeds.ts'
import type { Site } from '../../site/site.ts'
import { listTag } from '../../tags/lists.ts'

interface Changed {
  readonly list: FeedList
  readonly slug: string | null
  /** Whose articles of it may have changed */
  readonly locale: string
}

/** The addresses of the changed feeds, in every format. @param tags what changed */
export async function changedFeeds(database: Database, tags: readonly string[], site: Site): Promise<string[]> {
  const changed = await send<Changed>(
    database,
    sql`with changed (tag) as (select unnest(${[...tags]}::text[])),
      locales as (select locale from live_total
        where ${listTag('localeContent', sql.ref('locale'))} in (select tag from changed) or ${EVERYTHING} in (select tag from changed)),
      lists as (
        select 'articles' as list, null as slug
        union all select 'topics', slug from topic where ${listTag('branchContent', sql.ref('id'))} in (select tag from changed)
        union all select 'authors', slug from author where ${listTag('authorContent', sql.ref('id'))} in (select tag from changed))
    select list, slug, locale from lists, locales order by list, slug, locale`,
  )
  return changed.flatMap(({ list, slug, locale }) => {
    const query: Record<string, string> = locale === site.defaultLocale ? {} : { locale }
    return Object.values(ENDINGS).map((ending) => feedUrl(feedPath(list, slug, ending), query, site))
  })
}
