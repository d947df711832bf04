-- A story has one article in each language, but for those in the trash: readers choose among them by language alone. Whoever looks before they
-- write can be overtaken; an index cannot.

-- 1. Where two are there already, the later one becomes a story of its own.
UPDATE "article" SET translation_group_id = gen_random_uuid() WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY translation_group_id, locale ORDER BY live_revision_id IS NULL, created_at, id) AS place
    FROM "article" WHERE status <> 'TRASHED') a
  WHERE place > 1);

-- 2. Never again.
CREATE UNIQUE INDEX "article_story_locale_key" ON "article" (translation_group_id, locale) WHERE status <> 'TRASHED';
