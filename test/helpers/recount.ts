import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'

/** Weights count, places within the text do not: names are joined in no order. */
const words = (document: string) =>
  `(SELECT string_agg(lexeme || array_to_string(ARRAY(SELECT DISTINCT unnest(weights) ORDER BY 1), ''), ' ' ORDER BY lexeme) FROM unnest(${document}))`

const REVISION = `SELECT r.id, r.headline, r.kicker, r.standfirst, r.plain_text, concat_ws(' ', r.dateline,
    (SELECT string_agg(t.name, ' ') FROM revision_topic x JOIN topic t ON t.id = x.topic_id WHERE x.revision_id = r.id),
    (SELECT string_agg(c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
    (SELECT string_agg(w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id),
    (SELECT string_agg(n.name, ' ') FROM article a JOIN revision_topic x ON x.revision_id = r.id JOIN topic_translation n ON n.topic_id = x.topic_id
      WHERE a.id = r.article_id AND a.locale || '-' LIKE n.locale || '-%'),
    (SELECT string_agg(n.name, ' ') FROM article a JOIN credit c ON c.revision_id = r.id JOIN author_translation n ON n.author_id = c.author_id
      WHERE a.id = r.article_id AND a.locale || '-' LIKE n.locale || '-%')) AS names
  FROM revision r`

const DOCUMENT = `search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst, r.names, r.plain_text)`
const AS_WRITTEN = `search_as_written(r.headline, r.kicker, r.standfirst, r.names, r.plain_text)`

/** The documents of what `pointer` refers to. */
const documents = (
  pointer: string,
  also = '',
) => `SELECT a.id, text_search_config(a.locale)::text, ${words(DOCUMENT)}, ${words(AS_WRITTEN)}${also}
  FROM article a JOIN (${REVISION}) r ON r.id = a.${pointer}`

/** Each topic with itself and each topic above it, by the parents alone. */
const BRANCHES = `SELECT * FROM (WITH RECURSIVE up (topic_id, top, distance) AS (
    SELECT id, id, 0 FROM topic UNION ALL SELECT u.topic_id, p.parent_id, u.distance + 1 FROM up u JOIN topic p ON p.id = u.top WHERE p.parent_id IS NOT NULL)
  SELECT topic_id, top, distance FROM up) branches`

/** Each derived table as it must be, counted only from the articles' live revisions, and as it is. */
const TABLES: Record<string, { counted: string; kept: string }> = {
  live_topic: {
    counted: `SELECT a.id, x.topic_id, a.locale, a.published_at FROM article a JOIN revision_topic x ON x.revision_id = a.live_revision_id`,
    kept: `SELECT article_id, topic_id, locale, published_at FROM live_topic`,
  },
  topic_ancestor: {
    counted: BRANCHES,
    kept: `SELECT topic_id, ancestor_id, distance FROM topic_ancestor`,
  },
  live_branch: {
    counted: `SELECT DISTINCT a.id, b.top, a.locale, a.published_at FROM article a JOIN revision_topic x ON x.revision_id = a.live_revision_id
      JOIN (${BRANCHES}) b ON b.topic_id = x.topic_id`,
    kept: `SELECT article_id, topic_id, locale, published_at FROM live_branch`,
  },
  live_credit: {
    counted: `SELECT DISTINCT a.id, x.author_id, a.locale, a.published_at FROM article a JOIN credit x ON x.revision_id = a.live_revision_id WHERE x.author_id IS NOT NULL`,
    kept: `SELECT article_id, author_id, locale, published_at FROM live_credit`,
  },
  topic_total: {
    counted: `SELECT t.id, (SELECT count(*)::int FROM article a JOIN revision_topic x ON x.revision_id = a.live_revision_id WHERE x.topic_id = t.id),
      (SELECT count(DISTINCT a.id)::int FROM article a JOIN revision_topic x ON x.revision_id = a.live_revision_id JOIN (${BRANCHES}) b ON b.topic_id = x.topic_id
        WHERE b.top = t.id) FROM topic t`,
    kept: `SELECT topic_id, articles, branch_articles FROM topic_total`,
  },
  author_total: {
    counted: `SELECT w.id, (SELECT count(DISTINCT a.id)::int FROM article a JOIN credit x ON x.revision_id = a.live_revision_id WHERE x.author_id = w.id) FROM author w`,
    kept: `SELECT author_id, articles FROM author_total`,
  },
  live_total: {
    counted: `SELECT locale, count(*)::int FROM article WHERE live_revision_id IS NOT NULL GROUP BY locale`,
    kept: `SELECT locale, articles FROM live_total WHERE articles > 0`,
  },
  topic_pair: {
    counted: `SELECT x.topic_id, y.topic_id, count(*)::int FROM article a JOIN revision_topic x ON x.revision_id = a.live_revision_id
      JOIN revision_topic y ON y.revision_id = x.revision_id AND y.topic_id <> x.topic_id GROUP BY 1, 2`,
    kept: `SELECT topic_id, other_id, articles FROM topic_pair WHERE articles > 0`,
  },
  live_search: {
    counted: documents('live_revision_id', ', a.locale, a.published_at'),
    kept: `SELECT article_id, config::text, ${words('document')}, ${words('as_written')}, locale, published_at FROM live_search`,
  },
  live_headline: {
    counted: `SELECT a.id, a.locale, a.published_at, name_words(r.headline)::text FROM article a JOIN revision r ON r.id = a.live_revision_id`,
    kept: `SELECT article_id, locale, published_at, words::text FROM live_headline`,
  },
  draft_search: {
    counted: `${documents('latest_revision_id')} WHERE a.latest_revision_id IS DISTINCT FROM a.live_revision_id`,
    kept: `SELECT article_id, config::text, ${words('document')}, ${words('as_written')} FROM draft_search`,
  },
}

/** Counts everything that is derived from live revisions from nothing, and expects the derived tables to say the same. */
export async function expectExactCounts({ prisma }: Database): Promise<void> {
  const checks = Object.entries(TABLES).flatMap(([table, { counted, kept }]) => [
    `(SELECT '${table} lacks ' || x::text AS wrong FROM ((${counted}) EXCEPT (${kept})) x)`,
    `(SELECT '${table} has ' || x::text AS wrong FROM ((${kept}) EXCEPT (${counted})) x)`,
  ])
  const wrong = await prisma.$queryRawUnsafe<{ wrong: string }[]>(checks.join(' UNION ALL '))
  expect(wrong.map((row) => row.wrong)).toEqual([])
}
