import type { Database, Statement } from '../../src/database/database.ts'
import { NEVER_OF_CAPTIONS } from '../helpers/expect-images.ts'
import type { Call } from './writer.ts'

/** Questions to the database that must have no answer: each finds things that are half done or done twice. */
const NEVER: Readonly<Record<string, string>> = {
  ...NEVER_OF_CAPTIONS,
  'an article whose pointers do not lead to its newest revision and to one of its own': `
    SELECT a.id FROM article a LEFT JOIN revision r ON r.id = a.latest_revision_id AND r.article_id = a.id
    WHERE r.number IS DISTINCT FROM (SELECT max(number) FROM revision x WHERE x.article_id = a.id)
      OR (a.live_revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revision l WHERE l.id = a.live_revision_id AND l.article_id = a.id))`,
  'revisions that are not numbered 1, 2, 3 …': `
    SELECT article_id AS id FROM revision GROUP BY article_id HAVING count(*) <> max(number) OR min(number) <> 1`,
  'a version that the audit trail does not account for, one entry each': `
    SELECT a.id FROM article a JOIN activity e ON e.subject_id = a.id AND e.version IS NOT NULL
    WHERE a.created_at > '2026-01-01' GROUP BY a.id, a.version
    HAVING count(*) <> a.version OR count(DISTINCT e.version) <> a.version OR max(e.version) <> a.version`,
  'a revision without an entry': `
    SELECT r.id FROM revision r JOIN article a ON a.id = r.article_id
    WHERE a.created_at > '2026-01-01' AND NOT EXISTS (SELECT 1 FROM activity e WHERE e.revision_id = r.id)`,
  'a publication without its one event, or an event without its publication': `
    SELECT coalesce(p.id, o.id) AS id FROM
      (SELECT subject_id AS id, count(*) AS n FROM activity WHERE action IN ('PUBLISHED', 'WITHDRAWN', 'CORRECTED') GROUP BY 1) p
      FULL JOIN (SELECT article_id AS id, count(*) AS n FROM outbox_event
        WHERE article_id IS NOT NULL AND (payload ? 'previousRevisionId' OR type <> 'article.updated') GROUP BY 1) o ON o.id = p.id
    WHERE p.n IS DISTINCT FROM o.n`,
  'a topic that was created, saved, merged or deleted without its one event, or an event without that': `
    SELECT coalesce(p.id, o.id) AS id FROM
      (SELECT 'topic_' || subject_id AS id, count(*) AS n FROM activity
        WHERE subject_type = 'Topic' AND (action IN ('CREATED', 'SAVED', 'DELETED') OR (action = 'MERGED' AND version IS NULL)) GROUP BY 1) p
      FULL JOIN (SELECT payload ->> 'id' AS id, count(*) AS n FROM outbox_event WHERE type LIKE 'topic.%' GROUP BY 1) o ON o.id = p.id
    WHERE p.n IS DISTINCT FROM o.n`,
  'a correction without an entry': `
    SELECT c.id FROM correction c WHERE c.published_at > '2026-01-01' AND (SELECT count(*) FROM activity e
      WHERE e.subject_id = c.article_id AND e.action = 'CORRECTED' AND e.note = c.text) <> 1`,
  'a topic whose version the audit trail does not account for': `
    SELECT t.id FROM topic t JOIN activity e ON e.subject_id = t.id AND e.version IS NOT NULL GROUP BY t.id, t.version
    HAVING count(*) <> t.version OR count(DISTINCT e.version) <> t.version OR max(e.version) <> t.version`,
  'an image whose version the audit trail does not account for': `
    SELECT i.id FROM image i LEFT JOIN activity e ON e.subject_id = i.id AND e.version IS NOT NULL WHERE i.created_by_id IS NOT NULL GROUP BY i.id, i.version
    HAVING count(*) <> i.version OR count(DISTINCT e.version) <> i.version OR max(e.version) <> i.version`,
  'an image that was deleted and is still there': `
    SELECT i.id FROM image i JOIN activity e ON e.subject_id = i.id AND e.action = 'DELETED'`,
  'a topic that was merged and is still there': `
    SELECT t.id FROM topic t JOIN activity e ON e.subject_id = t.id AND e.action = 'MERGED' AND e.version IS NULL`,
  'a topic that is gone, and was not noted on both sides': `
    SELECT c.subject_id AS id FROM activity c WHERE c.subject_type = 'Topic' AND c.action = 'CREATED'
      AND NOT EXISTS (SELECT 1 FROM topic t WHERE t.id = c.subject_id)
      AND (SELECT count(*) FROM activity e WHERE e.subject_id = c.subject_id AND e.action = 'MERGED' AND e.version IS NULL) <> 1`,
  'a call that was claimed and not answered':
    "SELECT caller_id AS id FROM idempotent_call WHERE answer = 'null'::jsonb",
}

/** Where the database is not whole, in words. */
export async function halfDone({ query }: Pick<Database, 'query'>): Promise<string[]> {
  const found: string[] = []
  for (const [what, text] of Object.entries(NEVER)) {
    const rows = await query<{ id: string }>({ text, parameters: [] })
    if (rows.length > 0) found.push(`${what}: ${rows.map(({ id }) => id).join(', ')}`)
  }
  return found
}

const MADE = "SELECT count(*)::int AS n FROM revision WHERE headline = 'Made ' || $1 AND number = 1"
const noted = (subject: string, action: string) => `SELECT count(*)::int AS n FROM activity e
  JOIN idempotent_call k ON k.key = $1 AND k.answer -> '${subject}' ->> 'id' = e.subject_id::text WHERE e.action = '${action}'`
/** For all but the creation: the resulting version */
const CHANGED = `${noted('image', 'SAVED')} AND e.version = $2`
const DELETED = `SELECT count(*)::int AS n FROM activity WHERE 'image_' || subject_id = $1 AND action = 'DELETED'`
const MERGED = `SELECT count(*)::int AS n FROM activity WHERE 'topic_' || subject_id = $1 AND action = 'MERGED' AND version IS NULL`
const DESCRIBED = `SELECT count(*)::int AS n FROM topic t JOIN idempotent_call k ON k.key = $1 AND k.answer -> 'topic' ->> 'id' = t.id::text`
const NOTED = 'SELECT count(*)::int AS n FROM activity WHERE note = $1'

/** By mutation: what counts, and what is selected in addition to the key or instead of it. */
const COUNTS: Readonly<Record<string, (call: Call) => Statement>> = {
  createArticle: ({ key }) => ({ text: MADE, parameters: [key] }),
  createTopic: ({ key }) => ({ text: noted('topic', 'CREATED'), parameters: [key] }),
  updateTopic: ({ key }) => ({ text: DESCRIBED, parameters: [key] }),
  mergeTopics: ({ input }) => ({ text: MERGED, parameters: [input.fromId] }),
  uploadImage: ({ key }) => ({ text: noted('image', 'CREATED'), parameters: [key] }),
  updateImage: ({ key, input }) => ({ text: CHANGED, parameters: [key, Number(input.version) + 1] }),
  deleteImage: ({ input }) => ({ text: DELETED, parameters: [input.id] }),
}

/** How often a call is in the database that is known there by its key. */
export async function timesDone({ query }: Pick<Database, 'query'>, call: Call): Promise<number> {
  const [row] = await query<{ n: number }>(COUNTS[call.mutation]?.(call) ?? { text: NOTED, parameters: [call.key] })
  return row?.n ?? 0
}
