-- CreateTable
CREATE TABLE "redirect" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "path" TEXT NOT NULL,
    "article_id" UUID,
    "topic_id" UUID,
    "author_id" UUID,
    "target" TEXT,
    "target_path" TEXT,
    "gone_at" TIMESTAMPTZ(3),
    "permanent" BOOLEAN NOT NULL DEFAULT true,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "redirect_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "redirect_path_key" ON "redirect"("path");

-- CreateIndex
CREATE INDEX "redirect_created_at_id_idx" ON "redirect"("created_at", "id");

-- AddForeignKey
ALTER TABLE "redirect" ADD CONSTRAINT "redirect_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "redirect" ADD CONSTRAINT "redirect_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "redirect" ADD CONSTRAINT "redirect_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What follows is written by hand.

-- 1. A redirect leads to one object, or to one place, or to nothing any more.
ALTER TABLE "redirect" ADD CONSTRAINT "redirect_one_target" CHECK (num_nonnulls("article_id", "topic_id", "author_id", "target", "gone_at") = 1),
  ADD CONSTRAINT "redirect_target_path_of_target" CHECK ("target_path" IS NULL OR "target" IS NOT NULL),
  ADD CONSTRAINT "redirect_no_loop" CHECK ("target_path" IS DISTINCT FROM "path"),
  ADD CONSTRAINT "redirect_path_form" CHECK ("path" ~ '^/.' AND char_length("path") <= 500),
  ADD CONSTRAINT "redirect_target_length" CHECK (char_length("target") <= 2000);

-- Most are null: only the others are in an index.
CREATE INDEX "redirect_target_path_idx" ON "redirect" ("target_path") WHERE "target_path" IS NOT NULL;
CREATE INDEX "redirect_article_id_idx" ON "redirect" ("article_id") WHERE "article_id" IS NOT NULL;
CREATE INDEX "redirect_topic_id_idx" ON "redirect" ("topic_id") WHERE "topic_id" IS NOT NULL;
CREATE INDEX "redirect_author_id_idx" ON "redirect" ("author_id") WHERE "author_id" IS NOT NULL;

-- 2. What leads to something that is deleted says since when it is gone, if readers ever saw that. Merged topics have handed their redirects over before.
CREATE FUNCTION keep_redirects_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'article' AND (to_jsonb(OLD)->>'first_published_at') IS NULL THEN
    DELETE FROM redirect WHERE article_id = OLD.id;
  ELSE
    -- A uuid is that of one object. Each condition has its index.
    UPDATE redirect SET article_id = NULL, topic_id = NULL, author_id = NULL, gone_at = now()
    WHERE article_id = OLD.id OR topic_id = OLD.id OR author_id = OLD.id;
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER "article_redirects_kept" BEFORE DELETE ON "article" FOR EACH ROW EXECUTE FUNCTION keep_redirects_of_deleted();
CREATE TRIGGER "topic_redirects_kept" BEFORE DELETE ON "topic" FOR EACH ROW EXECUTE FUNCTION keep_redirects_of_deleted();
CREATE TRIGGER "author_redirects_kept" BEFORE DELETE ON "author" FOR EACH ROW EXECUTE FUNCTION keep_redirects_of_deleted();

-- 3. Readers find something else at a path: also where nothing was found before.
CREATE FUNCTION purge_redirects() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
  paths text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id), array_agg(path) INTO ids, paths FROM (SELECT * FROM new_rows LIMIT 1001) n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(id), array_agg(path) INTO ids, paths FROM (SELECT * FROM old_rows LIMIT 1001) o;
  ELSE
    SELECT array_agg(id), array_agg(path) INTO ids, paths FROM (
      (SELECT id, path, article_id, topic_id, author_id, target, gone_at, permanent FROM old_rows
        EXCEPT SELECT id, path, article_id, topic_id, author_id, target, gone_at, permanent FROM new_rows)
      UNION ALL (SELECT id, path, article_id, topic_id, author_id, target, gone_at, permanent FROM new_rows
        EXCEPT SELECT id, path, article_id, topic_id, author_id, target, gone_at, permanent FROM old_rows) LIMIT 2002) c;
  END IF;
  IF ids IS NULL OR purges_all(cardinality(ids)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths) SELECT id, ARRAY[purge_tag('p', 'path ' || r.path)], ARRAY[r.path] FROM unnest(ids, paths) r (id, path);
  RETURN NULL;
END
$$;
CREATE TRIGGER "redirect_tagged_after_insert" AFTER INSERT ON "redirect" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_redirects();
CREATE TRIGGER "redirect_tagged_after_update" AFTER UPDATE ON "redirect" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_redirects();
CREATE TRIGGER "redirect_tagged_after_delete" AFTER DELETE ON "redirect" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_redirects();
CREATE TRIGGER "redirect_truncated" AFTER TRUNCATE ON "redirect" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();

-- 4. A path leads somewhere else because its target moved, went live or was withdrawn.
CREATE FUNCTION purge_redirects_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  led text[] := ARRAY(SELECT path FROM redirect WHERE article_id = NEW.id OR topic_id = NEW.id OR author_id = NEW.id LIMIT 1001);
BEGIN
  IF cardinality(led) = 0 OR purges_all(cardinality(led)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths) SELECT NEW.id, array_agg(purge_tag('p', 'path ' || path)), led FROM unnest(led) path;
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_redirects_tagged" AFTER UPDATE OF slug, locale, live_revision_id, first_published_at, withdrawn_at, trashed_at ON "article" FOR EACH ROW
  WHEN ((OLD.slug, OLD.locale, OLD.live_revision_id IS NULL, OLD.first_published_at, OLD.withdrawn_at, OLD.trashed_at)
    IS DISTINCT FROM (NEW.slug, NEW.locale, NEW.live_revision_id IS NULL, NEW.first_published_at, NEW.withdrawn_at, NEW.trashed_at))
  EXECUTE FUNCTION purge_redirects_to();
CREATE TRIGGER "topic_redirects_tagged" AFTER UPDATE OF slug ON "topic" FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION purge_redirects_to();
CREATE TRIGGER "author_redirects_tagged" AFTER UPDATE OF slug ON "author" FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION purge_redirects_to();
