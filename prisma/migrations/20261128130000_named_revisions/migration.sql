-- A revision can have a name, and knows which one it restored: neither is thinned, nor what was restored.
ALTER TABLE "revision" ADD COLUMN "name" TEXT, ADD COLUMN "restored_from" INTEGER;

-- What was restored until now is in the notes of the audit trail. Of what is written, only the name may change afterwards.
DROP TRIGGER "revision_is_immutable" ON "revision";
UPDATE "revision" r SET restored_from = substring(a.note from '^Revision (\d{1,9})\M')::int
  FROM "activity" a WHERE a.action = 'REVISION_RESTORED' AND a.revision_id = r.id AND a.note ~ '^Revision \d{1,9}\M';
CREATE TRIGGER "revision_is_immutable" BEFORE UPDATE ON "revision" FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'created_by_id' - 'name' IS DISTINCT FROM to_jsonb(NEW) - 'created_by_id' - 'name')
  EXECUTE FUNCTION refuse_change_of_revision();

ALTER TABLE "revision"
  ADD CONSTRAINT "revision_name_length" CHECK (length(name) BETWEEN 1 AND 100),
  ADD CONSTRAINT "revision_restored_from_older" CHECK (restored_from BETWEEN 1 AND number - 1);

-- What somebody may look for: it has a name, the article points to it, the audit trail tells more of it than that it was saved (it was
-- submitted, approved, scheduled, live, restored …), another one restored it, or a link shows it.
CREATE FUNCTION is_kept_revision(r revision) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT r.name IS NOT NULL
    OR EXISTS (SELECT 1 FROM article a WHERE a.id = r.article_id AND r.id IN (a.live_revision_id, a.latest_revision_id, a.scheduled_revision_id))
    OR EXISTS (SELECT 1 FROM activity e WHERE e.subject_id = r.article_id AND e.revision_id = r.id AND e.action NOT IN ('CREATED', 'SAVED'))
    OR EXISTS (SELECT 1 FROM revision o WHERE o.article_id = r.article_id AND o.restored_from = r.number)
    OR EXISTS (SELECT 1 FROM preview_link p WHERE p.revision_id = r.id)
$$;

-- Only what nobody looks for can be deleted while the article exists. With the article, its history goes.
CREATE FUNCTION refuse_deletion_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM article WHERE id = OLD.article_id) AND is_kept_revision(OLD) THEN
    RAISE EXCEPTION 'revision % is kept', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER "revision_kept" BEFORE DELETE ON "revision" FOR EACH ROW EXECUTE FUNCTION refuse_deletion_of_revision();
