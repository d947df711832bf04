-- What Prisma's schema language cannot say of the editing desk: what a schedule is, partial indexes, and addresses that outlive their article.
-- docs/database.md explains each.

-- 1. What was scheduled before there was a revision to name: the latest was meant.
UPDATE "article" SET scheduled_revision_id = latest_revision_id WHERE scheduled_for IS NOT NULL AND status IN ('SCHEDULED', 'PUBLISHED');
UPDATE "article" SET scheduled_for = NULL WHERE scheduled_for IS NOT NULL AND status NOT IN ('SCHEDULED', 'PUBLISHED');

-- 2. Inserted with the article or its revision, whichever comes first.
ALTER TABLE "article" ALTER CONSTRAINT "article_scheduled_revision_id_id_fkey" DEFERRABLE INITIALLY DEFERRED;

-- 3. What can never be true of a row.
ALTER TABLE "article"
  -- A schedule is a time and the revision that goes live then.
  ADD CONSTRAINT "article_schedule_whole" CHECK ((scheduled_for IS NULL) = (scheduled_revision_id IS NULL)),
  -- A live article may have its next revision scheduled.
  ADD CONSTRAINT "article_schedule_in_state" CHECK (scheduled_for IS NULL OR status IN ('SCHEDULED', 'PUBLISHED')),
  ADD CONSTRAINT "article_unpublish_in_state" CHECK (unpublish_at IS NULL OR status IN ('SCHEDULED', 'PUBLISHED')),
  ADD CONSTRAINT "article_unpublish_after_schedule" CHECK (unpublish_at IS NULL OR scheduled_for IS NULL OR unpublish_at > scheduled_for),
  ADD CONSTRAINT "article_schedule_after_embargo" CHECK (scheduled_for IS NULL OR embargoed_until IS NULL OR embargoed_until <= scheduled_for);
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_hash_sha256" CHECK (hash ~ '^[0-9a-f]{64}$');
ALTER TABLE "preview_link" ADD CONSTRAINT "preview_link_hash_sha256" CHECK (hash ~ '^[0-9a-f]{64}$');
ALTER TABLE "idempotent_call"
  ADD CONSTRAINT "idempotent_call_key_length" CHECK (length(key) BETWEEN 1 AND 200),
  ADD CONSTRAINT "idempotent_call_hash_sha256" CHECK (input_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE "user_account"
  ADD CONSTRAINT "user_name_present" CHECK (length(btrim(name)) > 0),
  ADD CONSTRAINT "user_email_lower" CHECK (email = lower(email));
ALTER TABLE "topic" ADD CONSTRAINT "topic_version_positive" CHECK (version >= 1);
ALTER TABLE "author" ADD CONSTRAINT "author_version_positive" CHECK (version >= 1);
ALTER TABLE "image" ADD CONSTRAINT "image_version_positive" CHECK (version >= 1);

-- 4. What the clock looks for, and what waits on the desk: few of many.
CREATE INDEX "article_due" ON "article" (scheduled_for, id) WHERE scheduled_for IS NOT NULL;
CREATE INDEX "article_to_withdraw" ON "article" (unpublish_at, id) WHERE unpublish_at IS NOT NULL;
CREATE INDEX "article_at_work" ON "article" (workflow_state, updated_at DESC, id DESC) WHERE workflow_state <> 'DRAFT';

-- 5. An address where readers once found something answers Gone when that is deleted; one where they never did is free again.
CREATE FUNCTION keep_deleted_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.first_published_at IS NULL THEN
    DELETE FROM slug_alias WHERE article_id = OLD.id;
  ELSE
    UPDATE slug_alias SET article_id = NULL, gone_at = now() WHERE article_id = OLD.id;
    INSERT INTO slug_alias (kind, locale, slug, gone_at) VALUES ('ARTICLE', OLD.locale, OLD.slug, now())
    ON CONFLICT (kind, slug, locale) DO UPDATE SET article_id = NULL, gone_at = now();
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER "article_address_kept" BEFORE DELETE ON "article" FOR EACH ROW EXECUTE FUNCTION keep_deleted_article();

CREATE FUNCTION keep_deleted_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE slug_alias SET topic_id = NULL, gone_at = now() WHERE topic_id = OLD.id;
  INSERT INTO slug_alias (kind, slug, gone_at) VALUES ('TOPIC', OLD.slug, now())
  ON CONFLICT (kind, slug, locale) DO UPDATE SET topic_id = NULL, gone_at = now();
  RETURN OLD;
END
$$;
CREATE TRIGGER "topic_address_kept" BEFORE DELETE ON "topic" FOR EACH ROW EXECUTE FUNCTION keep_deleted_topic();

CREATE FUNCTION keep_deleted_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE slug_alias SET author_id = NULL, gone_at = now() WHERE author_id = OLD.id;
  INSERT INTO slug_alias (kind, slug, gone_at) VALUES ('AUTHOR', OLD.slug, now())
  ON CONFLICT (kind, slug, locale) DO UPDATE SET author_id = NULL, gone_at = now();
  RETURN OLD;
END
$$;
CREATE TRIGGER "author_address_kept" BEFORE DELETE ON "author" FOR EACH ROW EXECUTE FUNCTION keep_deleted_author();
