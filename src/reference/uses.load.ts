import type { Tx } from '../database/database.ts'
import type { Uses } from './uses.ts'

const NONE: Uses = { live: 0, drafts: 0, past: 0 }

/** The articles that carry a topic, each once. */
export async function usesOfTopic(tx: Tx, id: string): Promise<Uses> {
  const [uses] = await tx.$queryRaw<Uses[]>`
    SELECT count(*) FILTER (WHERE live)::int AS live, count(*) FILTER (WHERE latest AND NOT live)::int AS drafts,
      count(*) FILTER (WHERE NOT live AND NOT latest)::int AS past
    FROM (SELECT bool_or(r.id IS NOT DISTINCT FROM a.live_revision_id) AS live, bool_or(r.id = a.latest_revision_id) AS latest
      FROM revision_topic x JOIN revision r ON r.id = x.revision_id JOIN article a ON a.id = r.article_id
      WHERE x.topic_id = ${id}::uuid GROUP BY a.id) article`
  return uses ?? NONE
}

/** The articles that credit an author, each once. */
export async function usesOfAuthor(tx: Tx, id: string): Promise<Uses> {
  const [uses] = await tx.$queryRaw<Uses[]>`
    SELECT count(*) FILTER (WHERE live)::int AS live, count(*) FILTER (WHERE latest AND NOT live)::int AS drafts,
      count(*) FILTER (WHERE NOT live AND NOT latest)::int AS past
    FROM (SELECT bool_or(r.id IS NOT DISTINCT FROM a.live_revision_id) AS live, bool_or(r.id = a.latest_revision_id) AS latest
      FROM credit x JOIN revision r ON r.id = x.revision_id JOIN article a ON a.id = r.article_id
      WHERE x.author_id = ${id}::uuid GROUP BY a.id) article`
  return uses ?? NONE
}

/** The articles that show an image, each once, and the authors whose page does. */
export async function usesOfImage(tx: Tx, id: string): Promise<Uses> {
  const [uses] = await tx.$queryRaw<Uses[]>`
    SELECT count(*) FILTER (WHERE live)::int AS live, count(*) FILTER (WHERE scheduled AND NOT live)::int AS scheduled,
      count(*) FILTER (WHERE latest AND NOT live AND NOT scheduled)::int AS drafts,
      count(*) FILTER (WHERE NOT live AND NOT scheduled AND NOT latest)::int AS past,
      (SELECT count(*)::int FROM author WHERE image_id = ${id}::uuid) AS authors
    FROM (SELECT bool_or(r.id IS NOT DISTINCT FROM a.live_revision_id) AS live,
        bool_or(r.id IS NOT DISTINCT FROM a.scheduled_revision_id) AS scheduled, bool_or(r.id = a.latest_revision_id) AS latest
      FROM caption x JOIN revision r ON r.id = x.revision_id JOIN article a ON a.id = r.article_id
      WHERE x.image_id = ${id}::uuid GROUP BY a.id) article`
  return uses ?? NONE
}
