-- AlterTable
ALTER TABLE "article" ADD COLUMN     "content_modified_at" TIMESTAMPTZ(3),
ADD COLUMN     "scheduled_redate" BOOLEAN NOT NULL DEFAULT false;

-- What follows is written by hand. `published_at` is the date that readers are shown: the first publication sets it, an archive gives it, and only
-- an editor moves it. docs/database.md has the rules.

-- 1. It can be older than the first publication here, and than the end of an embargo. What went live last, is in `live_updated_at`.
ALTER TABLE "article"
  DROP CONSTRAINT "article_live_has_dates",
  ADD CONSTRAINT "article_live_has_dates" CHECK (live_revision_id IS NULL
    OR (published_at IS NOT NULL AND first_published_at IS NOT NULL AND live_updated_at IS NOT NULL)),
  DROP CONSTRAINT "article_live_after_embargo",
  ADD CONSTRAINT "article_live_after_embargo" CHECK (live_revision_id IS NULL OR embargoed_until IS NULL OR embargoed_until <= live_updated_at),
  -- Belongs to a publication that is planned.
  ADD CONSTRAINT "article_redate_is_scheduled" CHECK (NOT scheduled_redate OR scheduled_for IS NOT NULL);

-- 2. The flag is only the desk's.
CREATE OR REPLACE FUNCTION live_after_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{version,status,workflow_state,latest_revision_id,scheduled_revision_id,scheduled_for,scheduled_redate,unpublish_at,embargoed_until,withdrawn_at,withdrawal_reason,trashed_at,editor_note,created_at,created_by_id,updated_at}';
  before article[]; after article[];
  gone uuid[]; gone_revisions uuid[]; gone_locales text[];
  come uuid[]; come_revisions uuid[]; come_locales text[];
BEGIN
  SELECT array_agg(o::article), array_agg(n::article) INTO before, after FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE CASE WHEN o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL THEN to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk
    ELSE (o.first_published_at IS NOT NULL OR n.first_published_at IS NOT NULL)
      AND (o.slug, o.locale, gone_since(o::article)) IS DISTINCT FROM (n.slug, n.locale, gone_since(n::article)) END;
  IF after IS NULL THEN RETURN NULL; END IF;
  SELECT array_agg(o.id) FILTER (WHERE o.live_revision_id IS NOT NULL), array_agg(o.live_revision_id), array_agg(o.locale) FILTER (WHERE o.live_revision_id IS NOT NULL),
    array_agg(n.id) FILTER (WHERE n.live_revision_id IS NOT NULL), array_agg(n.live_revision_id), array_agg(n.locale) FILTER (WHERE n.live_revision_id IS NOT NULL)
  INTO gone, gone_revisions, gone_locales, come, come_revisions, come_locales
  FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE (o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL)
    AND (o.live_revision_id, o.published_at, o.locale) IS DISTINCT FROM (n.live_revision_id, n.published_at, n.locale);
  IF gone IS NOT NULL OR come IS NOT NULL THEN
    PERFORM lock_totals(gone_revisions || come_revisions, coalesce(gone_locales, '{}') || coalesce(come_locales, '{}'));
    IF gone IS NOT NULL THEN PERFORM leave_live(gone), count_live(gone_locales, -1); END IF;
    IF come IS NOT NULL THEN PERFORM enter_live(come), count_live(come_locales, 1); END IF;
  END IF;
  PERFORM purge_articles(before, after);
  RETURN NULL;
END
$$;

-- 3. When readers last got another text or a correction. The audit trail says what went live when; where it says nothing, a date after the first one
-- does. A revision that went live again after a withdrawal was no other text. Nothing here is another date for readers: they stay where they are.
CREATE TEMPORARY TABLE "modified" ON COMMIT DROP AS
SELECT a.id, greatest(
    CASE WHEN p.id IS NULL THEN CASE WHEN a.published_at > a.first_published_at THEN a.published_at END ELSE p.at END,
    c.at) AS at
FROM "article" a
LEFT JOIN (
  SELECT e.id, max(e.at) FILTER (WHERE e.at > e.first_published_at AND e.revision_id IS DISTINCT FROM e.before) AS at
  FROM (SELECT a.id, a.first_published_at, y.at, y.revision_id, lag(y.revision_id) OVER (PARTITION BY a.id ORDER BY y.at, y.id) AS before
    FROM "activity" y JOIN "article" a ON a.id = y.subject_id WHERE y.subject_type = 'Article' AND y.action = 'PUBLISHED') e
  GROUP BY e.id) p ON p.id = a.id
LEFT JOIN (SELECT article_id, max(greatest(published_at, changed_at, removed_at)) AS at FROM "correction" GROUP BY article_id) c ON c.article_id = a.id
WHERE a.first_published_at IS NOT NULL;
-- Nobody has read the new column yet: the trigger would purge every page.
ALTER TABLE "article" DISABLE TRIGGER "article_live_after_update";
UPDATE "article" a SET content_modified_at = m.at FROM "modified" m WHERE m.id = a.id AND m.at IS NOT NULL;
ALTER TABLE "article" ENABLE TRIGGER "article_live_after_update";
