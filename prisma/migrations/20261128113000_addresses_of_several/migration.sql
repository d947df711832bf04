-- DropIndex
DROP INDEX "slug_alias_kind_slug_locale_key";

-- AlterTable
ALTER TABLE "slug_alias" ADD COLUMN     "was_live" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "merged_topic" (
    "id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "merged_topic_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "merged_topic_topic_id_idx" ON "merged_topic"("topic_id");

-- CreateIndex
CREATE INDEX "slug_alias_kind_slug_locale_idx" ON "slug_alias"("kind", "slug", "locale");

-- CreateIndex
CREATE UNIQUE INDEX "slug_alias_slug_locale_article_id_key" ON "slug_alias"("slug", "locale", "article_id");

-- CreateIndex
CREATE UNIQUE INDEX "slug_alias_slug_topic_id_key" ON "slug_alias"("slug", "topic_id");

-- CreateIndex
CREATE UNIQUE INDEX "slug_alias_slug_author_id_key" ON "slug_alias"("slug", "author_id");

-- AddForeignKey
ALTER TABLE "merged_topic" ADD CONSTRAINT "merged_topic_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand. An address that several objects have had leads to the newest of those that are there, so that one that is
-- deleted or withdrawn gives the address back to the one before it. docs/database.md explains the rules.

-- 1. Of what is gone for good at an address, the last time is enough.
CREATE UNIQUE INDEX "slug_alias_gone_key" ON "slug_alias" (kind, slug, locale) WHERE gone_at IS NOT NULL;

-- 2. An article moves, or is taken from the readers who found it there.
DROP TRIGGER "article_address_left" ON "article";
CREATE OR REPLACE FUNCTION keep_article_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, locale, slug, article_id, was_live) VALUES ('ARTICLE', OLD.locale, OLD.slug, OLD.id, OLD.live_revision_id IS NOT NULL)
  ON CONFLICT (slug, locale, article_id) DO UPDATE SET
    was_live = slug_alias.was_live OR excluded.was_live,
    created_at = CASE WHEN excluded.was_live OR NOT slug_alias.was_live THEN now() ELSE slug_alias.created_at END;
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_address_left" AFTER UPDATE OF slug, locale, live_revision_id ON "article" FOR EACH ROW
  WHEN ((OLD.slug, OLD.locale) IS DISTINCT FROM (NEW.slug, NEW.locale) OR (OLD.live_revision_id IS NOT NULL AND NEW.live_revision_id IS NULL))
  EXECUTE FUNCTION keep_article_alias();

CREATE OR REPLACE FUNCTION keep_topic_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, topic_id) VALUES ('TOPIC', OLD.slug, OLD.id)
  ON CONFLICT (slug, topic_id) DO UPDATE SET created_at = now();
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_author_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, author_id) VALUES ('AUTHOR', OLD.slug, OLD.id)
  ON CONFLICT (slug, author_id) DO UPDATE SET created_at = now();
  RETURN NULL;
END
$$;

-- 3. What is deleted leaves the time at its addresses, and takes nothing from others that had them. A draft that readers never saw leaves nothing,
-- and what was merged has handed its addresses over.
CREATE OR REPLACE FUNCTION keep_deleted_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.first_published_at IS NOT NULL THEN
    INSERT INTO slug_alias (kind, locale, slug, gone_at)
    SELECT 'ARTICLE', locale, slug, now() FROM (SELECT locale, slug FROM slug_alias WHERE article_id = OLD.id UNION SELECT OLD.locale, OLD.slug) address
    ON CONFLICT (kind, slug, locale) WHERE gone_at IS NOT NULL DO UPDATE SET gone_at = excluded.gone_at;
  END IF;
  DELETE FROM slug_alias WHERE article_id = OLD.id;
  RETURN OLD;
END
$$;

CREATE OR REPLACE FUNCTION keep_deleted_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM merged_topic WHERE id = OLD.id) THEN
    INSERT INTO slug_alias (kind, slug, gone_at)
    SELECT 'TOPIC', slug, now() FROM (SELECT slug FROM slug_alias WHERE topic_id = OLD.id UNION SELECT OLD.slug) address
    ON CONFLICT (kind, slug, locale) WHERE gone_at IS NOT NULL DO UPDATE SET gone_at = excluded.gone_at;
  END IF;
  DELETE FROM slug_alias WHERE topic_id = OLD.id;
  RETURN OLD;
END
$$;

CREATE OR REPLACE FUNCTION keep_deleted_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, gone_at)
  SELECT 'AUTHOR', slug, now() FROM (SELECT slug FROM slug_alias WHERE author_id = OLD.id UNION SELECT OLD.slug) address
  ON CONFLICT (kind, slug, locale) WHERE gone_at IS NOT NULL DO UPDATE SET gone_at = excluded.gone_at;
  DELETE FROM slug_alias WHERE author_id = OLD.id;
  RETURN OLD;
END
$$;

-- 4. What is there already. An address that was left before the article first went live was a draft's.
UPDATE "slug_alias" s SET was_live = false FROM "article" a
WHERE a.id = s.article_id AND (a.first_published_at IS NULL OR s.created_at < a.first_published_at);
INSERT INTO "slug_alias" (kind, locale, slug, article_id, created_at)
SELECT 'ARTICLE'::alias_kind, locale, slug, id, coalesce(withdrawn_at, trashed_at, updated_at) FROM "article"
WHERE first_published_at IS NOT NULL AND live_revision_id IS NULL
ON CONFLICT (slug, locale, article_id) DO UPDATE SET was_live = true, created_at = excluded.created_at;

-- 5. Until now an address had room for one owner. The events still tell who left it before.
INSERT INTO "slug_alias" (kind, locale, slug, article_id, created_at)
SELECT 'ARTICLE'::alias_kind, e.payload->>'previousLocale', e.payload->>'previousSlug', a.id, max(e.at)
FROM "outbox_event" e JOIN "article" a ON a.id = e.article_id
WHERE e.type = 'article.updated' AND e.payload ? 'previousSlug' AND e.payload ? 'previousLocale' GROUP BY 1, 2, 3, 4
ON CONFLICT (slug, locale, article_id) DO NOTHING;
INSERT INTO "slug_alias" (kind, slug, topic_id, created_at)
SELECT 'TOPIC'::alias_kind, e.payload->>'previousSlug', t.id, max(e.at)
FROM "outbox_event" e JOIN "topic" t ON 'topic_' || t.id = e.payload->>'id'
WHERE e.type = 'topic.updated' AND e.payload ? 'previousSlug' GROUP BY 1, 2, 3
ON CONFLICT (slug, topic_id) DO NOTHING;
INSERT INTO "slug_alias" (kind, slug, author_id, created_at)
SELECT 'AUTHOR'::alias_kind, e.payload->>'previousSlug', w.id, max(e.at)
FROM "outbox_event" e JOIN "author" w ON 'author_' || w.id = e.payload->>'id'
WHERE e.type = 'author.updated' AND e.payload ? 'previousSlug' GROUP BY 1, 2, 3
ON CONFLICT (slug, author_id) DO NOTHING;

-- 6. They tell of merges, too. A chain ends where its last topic is.
INSERT INTO "merged_topic" (id, topic_id, merged_at)
WITH RECURSIVE merge (from_id, into_id, at) AS (
  SELECT substr(payload->>'id', 7)::uuid, substr(payload->'into'->>'id', 7)::uuid, at FROM "outbox_event" WHERE type = 'topic.merged'),
chain (id, into_id, at) AS (
  SELECT from_id, into_id, at FROM merge
  UNION SELECT c.id, m.into_id, c.at FROM chain c JOIN merge m ON m.from_id = c.into_id)
SELECT DISTINCT ON (c.id) c.id, t.id, c.at FROM chain c JOIN "topic" t ON t.id = c.into_id
ORDER BY c.id, c.at
ON CONFLICT (id) DO NOTHING;

-- 7. What an id or a slug leads to, which is what it names wherever it is sent; itself where it leads nowhere.
CREATE FUNCTION topic_led_to(named uuid) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT m.topic_id FROM merged_topic m WHERE m.id = named), named)
$$;
CREATE FUNCTION topic_slug_led_to(named text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT t.slug FROM topic t WHERE t.slug = named),
    (SELECT t.slug FROM slug_alias s JOIN topic t ON t.id = s.topic_id
      WHERE s.kind = 'TOPIC' AND s.slug = named AND s.locale = '' ORDER BY s.created_at DESC, s.id LIMIT 1),
    named)
$$;
CREATE FUNCTION author_slug_led_to(named text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT w.slug FROM author w WHERE w.slug = named),
    (SELECT w.slug FROM slug_alias s JOIN author w ON w.id = s.author_id
      WHERE s.kind = 'AUTHOR' AND s.slug = named AND s.locale = '' ORDER BY s.created_at DESC, s.id LIMIT 1),
    named)
$$;
