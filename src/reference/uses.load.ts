import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'
import type { Uses } from './uses.ts'

const NONE: Uses = { live: 0, drafts: 0, past: 0 }

/** The articles that carry a topic, each once. */
export function usesOfTopic(tx: Tx, id: string): Promise<Uses> {
  return count(tx, REVISIONS, articlesOf(sql`revision_topic`, sql`topic_id`, id))
}

/** The articles that credit an author, each once. */
export function usesOfAuthor(tx: Tx, id: string): Promise<Uses> {
  return count(tx, REVISIONS, articlesOf(sql`credit`, sql`author_id`, id))
}

/** The articles that show an image, each once, the authors whose page does, and whether the site's settings do. */
export function usesOfImage(tx: Tx, id: string): Promise<Uses> {
  const counts = sql`count(*) filter (where live)::int as live, count(*) filter (where scheduled and not live)::int as scheduled,
    count(*) filter (where latest and not live and not scheduled)::int as drafts,
    count(*) filter (where not live and not scheduled and not latest)::int as past,
    (select count(*)::int from author where image_id = ${id}::uuid) as authors,
    exists (select 1 from site where ${id}::uuid in (logo_id, social_image_id, publisher_logo_id)) as "siteSettings"`
  return count(tx, counts, articlesOf(sql`caption`, sql`image_id`, id))
}

/** What is scheduled counts by its latest revision, or as past. */
const REVISIONS = sql`count(*) filter (where live)::int as live, count(*) filter (where latest and not live)::int as drafts,
  count(*) filter (where not live and not latest)::int as past`

/** For each article with such a row on any revision, which of its revisions have it. */
function articlesOf(table: Sql, column: Sql, id: string): Sql {
  return sql`select bool_or(r.id is not distinct from a.live_revision_id) as live,
      bool_or(r.id is not distinct from a.scheduled_revision_id) as scheduled, bool_or(r.id = a.latest_revision_id) as latest
    from ${table} x join revision r on r.id = x.revision_id join article a on a.id = r.article_id
    where x.${column} = ${id}::uuid group by a.id`
}

async function count(tx: Tx, counts: Sql, articles: Sql): Promise<Uses> {
  const [uses] = await send<Uses>(tx, sql`select ${counts} from (${articles}) article`)
  return uses ?? NONE
}
