-- AlterTable
ALTER TABLE "topic_total" ADD COLUMN     "branch_articles" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "topic_ancestor" (
    "topic_id" UUID NOT NULL,
    "ancestor_id" UUID NOT NULL,
    "distance" INTEGER NOT NULL,

    CONSTRAINT "topic_ancestor_pkey" PRIMARY KEY ("topic_id","ancestor_id")
);

-- CreateTable
CREATE TABLE "live_branch" (
    "topic_id" UUID NOT NULL,
    "article_id" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "live_branch_pkey" PRIMARY KEY ("article_id","topic_id")
);

-- CreateIndex
CREATE INDEX "topic_ancestor_ancestor_id_topic_id_idx" ON "topic_ancestor"("ancestor_id", "topic_id");

-- CreateIndex
CREATE INDEX "live_branch_topic_id_published_at_article_id_idx" ON "live_branch"("topic_id", "published_at" DESC, "article_id" DESC);

-- AddForeignKey
ALTER TABLE "topic_ancestor" ADD CONSTRAINT "topic_ancestor_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_ancestor" ADD CONSTRAINT "topic_ancestor_ancestor_id_fkey" FOREIGN KEY ("ancestor_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_branch" ADD CONSTRAINT "live_branch_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_branch" ADD CONSTRAINT "live_branch_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand. The branch of a topic is the topic with everything below it. `topic_ancestor` has each topic with itself and all topics
-- above it; `live_branch` has each live article once for every topic in whose branch it is. docs/database.md explains them.

ALTER TABLE "topic_total" ADD CONSTRAINT "topic_total_branch_natural" CHECK (branch_articles >= 0);

-- 1. The topics above these, themselves included, as `parent_id` has them now.
CREATE FUNCTION ancestors_of(topics uuid[]) RETURNS TABLE (topic_id uuid, ancestor_id uuid, distance int) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up (topic_id, ancestor_id, distance) AS (
    SELECT t, t, 0 FROM unnest(topics) t
    UNION ALL SELECT u.topic_id, p.parent_id, u.distance + 1 FROM up u JOIN topic p ON p.id = u.ancestor_id WHERE p.parent_id IS NOT NULL
  ) CYCLE ancestor_id SET is_loop USING path
  SELECT u.topic_id, u.ancestor_id, u.distance FROM up u
$$;

INSERT INTO "topic_ancestor" (topic_id, ancestor_id, distance)
SELECT topic_id, ancestor_id, distance FROM ancestors_of(ARRAY(SELECT id FROM topic)) ON CONFLICT DO NOTHING;
INSERT INTO "live_branch" (topic_id, article_id, published_at)
SELECT DISTINCT c.ancestor_id, l.article_id, l.published_at FROM "live_topic" l JOIN "topic_ancestor" c ON c.topic_id = l.topic_id;
UPDATE "topic_total" t SET branch_articles = b.n FROM (SELECT topic_id, count(*)::int AS n FROM "live_branch" GROUP BY topic_id) b WHERE b.topic_id = t.topic_id;

-- 2. Articles come and go. The totals of all branches are locked with those of the topics.
CREATE OR REPLACE FUNCTION lock_totals(revisions uuid[], locales text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('topic merge'));
  PERFORM 1 FROM topic_total t WHERE t.topic_id IN (
      SELECT c.ancestor_id FROM revision_topic rt JOIN topic_ancestor c ON c.topic_id = rt.topic_id WHERE rt.revision_id = ANY (revisions))
    ORDER BY t.topic_id FOR UPDATE;
  PERFORM 1 FROM author_total t WHERE t.author_id IN (SELECT c.author_id FROM credit c WHERE c.revision_id = ANY (revisions))
    ORDER BY t.author_id FOR UPDATE;
  INSERT INTO live_total (locale) SELECT DISTINCT l FROM unnest(locales) l ORDER BY l ON CONFLICT DO NOTHING;
  PERFORM 1 FROM live_total t WHERE t.locale = ANY (locales) ORDER BY t.locale FOR UPDATE;
END
$$;

CREATE OR REPLACE FUNCTION leave_live(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (DELETE FROM live_topic WHERE article_id = ANY (ids) RETURNING article_id, topic_id),
  fewer AS (UPDATE topic_total t SET articles = t.articles - g.n
    FROM (SELECT topic_id, count(*)::int AS n FROM gone GROUP BY topic_id) g WHERE t.topic_id = g.topic_id)
  UPDATE topic_pair p SET articles = p.articles - g.n
    FROM (SELECT x.topic_id, y.topic_id AS other_id, count(*)::int AS n FROM gone x
      JOIN gone y ON y.article_id = x.article_id AND y.topic_id <> x.topic_id GROUP BY 1, 2) g
    WHERE p.topic_id = g.topic_id AND p.other_id = g.other_id;
  WITH gone AS (DELETE FROM live_branch WHERE article_id = ANY (ids) RETURNING topic_id)
  UPDATE topic_total t SET branch_articles = t.branch_articles - g.n
    FROM (SELECT topic_id, count(*)::int AS n FROM gone GROUP BY topic_id) g WHERE t.topic_id = g.topic_id;
  WITH gone AS (DELETE FROM live_credit WHERE article_id = ANY (ids) RETURNING author_id)
  UPDATE author_total t SET articles = t.articles - g.n
    FROM (SELECT author_id, count(*)::int AS n FROM gone GROUP BY author_id) g WHERE t.author_id = g.author_id;
  DELETE FROM live_search WHERE article_id = ANY (ids);
END
$$;

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
    INSERT INTO live_branch (topic_id, article_id, published_at)
    SELECT DISTINCT c.ancestor_id, a.id, a.published_at FROM article a JOIN revision_topic rt ON rt.revision_id = a.live_revision_id
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

-- 3. Topics come, move and merge. The branches of these ancestors, as far as these articles are concerned. For callers that exclude publications.
CREATE FUNCTION refresh_branches(of_articles uuid[], of_topics uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM topic_total t WHERE t.topic_id = ANY (of_topics) ORDER BY t.topic_id FOR UPDATE;
  WITH needed AS MATERIALIZED (
    SELECT DISTINCT c.ancestor_id AS topic_id, l.article_id, l.published_at FROM live_topic l JOIN topic_ancestor c ON c.topic_id = l.topic_id
    WHERE l.article_id = ANY (of_articles) AND c.ancestor_id = ANY (of_topics)),
  come AS (INSERT INTO live_branch (topic_id, article_id, published_at) SELECT topic_id, article_id, published_at FROM needed
    ON CONFLICT (article_id, topic_id) DO NOTHING RETURNING topic_id),
  gone AS (DELETE FROM live_branch b WHERE b.article_id = ANY (of_articles) AND b.topic_id = ANY (of_topics)
    AND NOT EXISTS (SELECT FROM needed n WHERE n.topic_id = b.topic_id AND n.article_id = b.article_id) RETURNING b.topic_id),
  change AS (SELECT topic_id, sum(n)::int AS n FROM (SELECT topic_id, 1 AS n FROM come UNION ALL SELECT topic_id, -1 FROM gone) c GROUP BY topic_id)
  UPDATE topic_total t SET branch_articles = t.branch_articles + c.n FROM change c WHERE c.topic_id = t.topic_id;
END
$$;

-- Two moves that are right each by itself can make a loop together: one after the other, and the second sees the first.
CREATE FUNCTION hold_hierarchy() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(hashtext('topic hierarchy')) $$;

CREATE FUNCTION topics_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows WHERE parent_id IS NOT NULL) THEN PERFORM hold_hierarchy(); END IF;
  INSERT INTO topic_ancestor (topic_id, ancestor_id, distance) SELECT topic_id, ancestor_id, distance FROM ancestors_of(ARRAY(SELECT id FROM new_rows));
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_placed_after_insert" AFTER INSERT ON "topic" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION topics_placed();

CREATE FUNCTION topics_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved uuid[];
  branch uuid[];
  outside uuid[];
BEGIN
  SELECT array_agg(n.id) INTO moved FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE o.parent_id IS DISTINCT FROM n.parent_id;
  IF moved IS NULL THEN RETURN NULL; END IF;
  PERFORM hold_hierarchy();
  -- Publications look up the branches that they count in.
  PERFORM pg_advisory_xact_lock(hashtext('topic merge'));
  branch := ARRAY(SELECT DISTINCT c.topic_id FROM topic_ancestor c WHERE c.ancestor_id = ANY (moved));
  IF EXISTS (SELECT FROM topic t JOIN ancestors_of(ARRAY[t.parent_id]) a ON a.ancestor_id = t.id WHERE t.id = ANY (moved)) THEN
    RAISE EXCEPTION 'a topic cannot be below itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_not_below_itself';
  END IF;
  WITH placed AS MATERIALIZED (SELECT * FROM ancestors_of(branch)),
  gone AS (DELETE FROM topic_ancestor c WHERE c.topic_id = ANY (branch)
    AND NOT EXISTS (SELECT FROM placed n WHERE n.topic_id = c.topic_id AND n.ancestor_id = c.ancestor_id) RETURNING c.ancestor_id),
  come AS (INSERT INTO topic_ancestor (topic_id, ancestor_id, distance) SELECT topic_id, ancestor_id, distance FROM placed
    ON CONFLICT (topic_id, ancestor_id) DO UPDATE SET distance = excluded.distance WHERE topic_ancestor.distance <> excluded.distance
    RETURNING ancestor_id)
  SELECT array_agg(DISTINCT ancestor_id) INTO outside FROM (SELECT ancestor_id FROM gone UNION ALL SELECT ancestor_id FROM come) a;
  PERFORM refresh_branches(ARRAY(SELECT DISTINCT l.article_id FROM live_topic l WHERE l.topic_id = ANY (branch)), outside);
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_moved_after_update" AFTER UPDATE ON "topic" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION topics_moved();

-- 4. Tags: the list of a branch reads otherwise when an article enters or leaves it. Of few articles each has its own event.
CREATE FUNCTION purge_branches() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  articles bigint;
  branches bigint;
BEGIN
  -- Everything is purged already.
  IF purges_all(0) THEN RETURN NULL; END IF;
  SELECT count(DISTINCT article_id), count(DISTINCT topic_id) INTO articles, branches FROM changed_rows;
  IF articles = 0 THEN RETURN NULL; END IF;
  IF branches > 1000 THEN
    PERFORM purges_all(1001);
  ELSIF articles <= 100 THEN
    INSERT INTO pending_purge (subject, tags) SELECT article_id, array_agg(purge_tag('l', 'articles branch=' || topic_id)) FROM changed_rows GROUP BY article_id;
  ELSE
    INSERT INTO pending_purge (tags) SELECT array_agg(DISTINCT purge_tag('l', 'articles branch=' || topic_id)) FROM changed_rows;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "live_branch_tagged_after_insert" AFTER INSERT ON "live_branch" REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_branches();
CREATE TRIGGER "live_branch_tagged_after_delete" AFTER DELETE ON "live_branch" REFERENCING OLD TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_branches();
