-- A draft may have no headline yet. Readers never get such a text: an article cannot point to it as its live or scheduled revision.
ALTER TABLE "revision" DROP CONSTRAINT "revision_headline_length";
ALTER TABLE "revision" ADD CONSTRAINT "revision_headline_length" CHECK (length(headline) <= 300);

CREATE FUNCTION refuse_unfinished_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM revision WHERE id IN (NEW.live_revision_id, NEW.scheduled_revision_id) AND btrim(headline) = '') THEN
    RAISE EXCEPTION 'article % would publish a revision without a headline', NEW.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "article_publishes_finished" AFTER INSERT OR UPDATE OF live_revision_id, scheduled_revision_id ON "article"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.live_revision_id IS NOT NULL OR NEW.scheduled_revision_id IS NOT NULL) EXECUTE FUNCTION refuse_unfinished_revision();
