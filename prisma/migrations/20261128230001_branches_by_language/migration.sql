-- AlterTable
ALTER TABLE "front_slot" ADD COLUMN     "fill_within_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "live_branch" ADD COLUMN     "locale" TEXT;

-- By hand: the rows that are there. What readers see stays the same, so no triggers of tags run for an update.
UPDATE "live_branch" b SET locale = a.locale FROM "article" a WHERE a.id = b.article_id;
ALTER TABLE "live_branch" ALTER COLUMN "locale" SET NOT NULL;

-- CreateIndex
CREATE INDEX "live_branch_topic_id_locale_published_at_article_id_idx" ON "live_branch"("topic_id", "locale", "published_at" DESC, "article_id" DESC);

-- What follows is written by hand. A slot of a front can be filled from a topic with everything below it, in the languages of its rule: an index read,
-- however large the branch is and however few of its articles are in that language.

ALTER TABLE "front_slot"
  DROP CONSTRAINT "front_slot_fill",
  ADD CONSTRAINT "front_slot_fill" CHECK (CASE WHEN "fill_count" IS NULL THEN cardinality("fill_locales") = 0 AND cardinality("fill_topic_ids") = 0
      AND cardinality("fill_within_ids") = 0 AND cardinality("fill_author_ids") = 0
    ELSE "fill_count" BETWEEN 1 AND 40 AND cardinality("fill_locales") > 0
      AND (cardinality("fill_topic_ids") > 0)::int + (cardinality("fill_within_ids") > 0)::int + (cardinality("fill_author_ids") > 0)::int <= 1 END);

CREATE OR REPLACE FUNCTION enter_live(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH come AS (
    INSERT INTO live_topic (topic_id, article_id, locale, published_at)
    SELECT rt.topic_id, a.id, a.locale, a.published_at FROM article a JOIN revision_topic rt ON rt.revision_id = a.live_revision_id
    WHERE a.id = ANY (ids) RETURNING article_id, topic_id),
  more AS (UPDATE topic_total t SET articles = t.articles + c.n
    FROM (SELECT topic_id, count(*)::int AS n FROM come GROUP BY topic_id) c WHERE t.topic_id = c.topic_id)
  INSERT INTO topic_pair (topic_id, other_id, articles)
    SELECT x.topic_id, y.topic_id, count(*)::int FROM come x JOIN come y ON y.article_id = x.article_id AND y.topic_id <> x.topic_id GROUP BY 1, 2
    ON CONFLICT (topic_id, other_id) DO UPDATE SET articles = topic_pair.articles + excluded.articles;
  WITH come AS (
    INSERT INTO live_branch (topic_id, article_id, locale, published_at)
    SELECT DISTINCT c.ancestor_id, a.id, a.locale, a.published_at FROM article a JOIN revision_topic rt ON rt.revision_id = a.live_revision_id
      JOIN topic_ancestor c ON c.topic_id = rt.topic_id
    WHERE a.id = ANY (ids) RETURNING topic_id)
  UPDATE topic_total t SET branch_articles = t.branch_articles + c.n
    FROM (SELECT topic_id, count(*)::int AS n FROM come GROUP BY topic_id) c WHERE t.topic_id = c.topic_id;
  WITH come AS (
    INSERT INTO live_credit (author_id, article_id, locale, published_at)
    SELECT DISTINCT c.author_id, a.id, a.locale, a.published_at FROM article a JOIN credit c ON c.revision_id = a.live_revision_id
    WHERE a.id = ANY (ids) AND c.author_id IS NOT NULL RETURNING author_id)
  UPDATE author_total t SET articles = t.articles + c.n
    FROM (SELECT author_id, count(*)::int AS n FROM come GROUP BY author_id) c WHERE t.author_id = c.author_id;
  PERFORM write_search_documents(ids);
END
$$;

CREATE OR REPLACE FUNCTION refresh_branches(of_articles uuid[], of_topics uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM topic_total t WHERE t.topic_id = ANY (of_topics) ORDER BY t.topic_id FOR UPDATE;
  WITH needed AS MATERIALIZED (
    SELECT DISTINCT c.ancestor_id AS topic_id, l.article_id, l.locale, l.published_at FROM live_topic l JOIN topic_ancestor c ON c.topic_id = l.topic_id
    WHERE l.article_id = ANY (of_articles) AND c.ancestor_id = ANY (of_topics)),
  come AS (INSERT INTO live_branch (topic_id, article_id, locale, published_at) SELECT topic_id, article_id, locale, published_at FROM needed
    ON CONFLICT (article_id, topic_id) DO NOTHING RETURNING topic_id),
  gone AS (DELETE FROM live_branch b WHERE b.article_id = ANY (of_articles) AND b.topic_id = ANY (of_topics)
    AND NOT EXISTS (SELECT FROM needed n WHERE n.topic_id = b.topic_id AND n.article_id = b.article_id) RETURNING b.topic_id),
  change AS (SELECT topic_id, sum(n)::int AS n FROM (SELECT topic_id, 1 AS n FROM come UNION ALL SELECT topic_id, -1 FROM gone) c GROUP BY topic_id)
  UPDATE topic_total t SET branch_articles = t.branch_articles + c.n FROM change c WHERE c.topic_id = t.topic_id;
END
$$;

DROP FUNCTION front_fill(text[], uuid[], uuid[], uuid[], int);
CREATE FUNCTION front_fill(locales text[], topics uuid[], branches uuid[], authors uuid[], excluded uuid[], most int) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF cardinality(topics) > 0 THEN
    RETURN ARRAY(SELECT f.article_id FROM (
        SELECT DISTINCT l.published_at, l.article_id FROM (SELECT DISTINCT topic_led_to(named) AS id FROM unnest(topics) named) t CROSS JOIN unnest(locales) language
        CROSS JOIN LATERAL (SELECT article_id, published_at FROM live_topic WHERE topic_id = t.id AND locale = language AND article_id <> ALL (excluded)
          ORDER BY published_at DESC, article_id DESC LIMIT most) l) f
      ORDER BY f.published_at DESC, f.article_id DESC LIMIT most);
  ELSIF cardinality(branches) > 0 THEN
    RETURN ARRAY(SELECT f.article_id FROM (
        SELECT DISTINCT l.published_at, l.article_id FROM (SELECT DISTINCT topic_led_to(named) AS id FROM unnest(branches) named) t CROSS JOIN unnest(locales) language
        CROSS JOIN LATERAL (SELECT article_id, published_at FROM live_branch WHERE topic_id = t.id AND locale = language AND article_id <> ALL (excluded)
          ORDER BY published_at DESC, article_id DESC LIMIT most) l) f
      ORDER BY f.published_at DESC, f.article_id DESC LIMIT most);
  ELSIF cardinality(authors) > 0 THEN
    RETURN ARRAY(SELECT f.article_id FROM (
        SELECT DISTINCT l.published_at, l.article_id FROM unnest(authors) author CROSS JOIN unnest(locales) language
        CROSS JOIN LATERAL (SELECT article_id, published_at FROM live_credit WHERE author_id = author AND locale = language AND article_id <> ALL (excluded)
          ORDER BY published_at DESC, article_id DESC LIMIT most) l) f
      ORDER BY f.published_at DESC, f.article_id DESC LIMIT most);
  END IF;
  RETURN ARRAY(SELECT l.id FROM unnest(locales) language
    CROSS JOIN LATERAL (SELECT id, published_at FROM article WHERE locale = language AND live_revision_id IS NOT NULL AND id <> ALL (excluded)
      ORDER BY published_at DESC, id DESC LIMIT most) l
    ORDER BY l.published_at DESC, l.id DESC LIMIT most);
END
$$;

CREATE OR REPLACE FUNCTION front_shown(revision uuid) RETURNS TABLE (slot_id uuid, article_ids uuid[], pin_ids uuid[]) LANGUAGE plpgsql STABLE AS $$
DECLARE
  slot front_slot;
  pinned CONSTANT uuid[] := ARRAY(SELECT p.article_id FROM front_slot s JOIN front_pin p ON p.slot_id = s.id WHERE s.revision_id = revision);
  own uuid[];
  shown uuid[] := '{}';
BEGIN
  FOR slot IN SELECT * FROM front_slot s WHERE s.revision_id = revision ORDER BY s.position LOOP
    slot_id := slot.id;
    SELECT coalesce(array_agg(p.article_id ORDER BY p.position), '{}'), coalesce(array_agg(p.id ORDER BY p.position), '{}') INTO article_ids, pin_ids
    FROM front_pin p JOIN article a ON a.id = p.article_id
    WHERE p.slot_id = slot.id AND a.live_revision_id IS NOT NULL AND (p.until IS NULL OR p.until > now())
      AND NOT EXISTS (SELECT FROM caption c JOIN image i ON i.id = c.image_id WHERE c.revision_id = a.live_revision_id AND c.id = p.caption_id
        AND (i.withheld_at IS NOT NULL OR i.rights_expire_at <= now()));
    IF slot.fill_count > cardinality(article_ids) THEN
      own := ARRAY(SELECT p.article_id FROM front_pin p WHERE p.slot_id = slot.id);
      article_ids := article_ids || front_fill(slot.fill_locales, slot.fill_topic_ids, slot.fill_within_ids, slot.fill_author_ids,
        CASE WHEN slot.allow_repeats THEN own ELSE pinned || shown END, slot.fill_count - cardinality(article_ids));
    END IF;
    shown := shown || article_ids;
    RETURN NEXT;
  END LOOP;
END
$$;
