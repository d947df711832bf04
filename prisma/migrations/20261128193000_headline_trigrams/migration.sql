-- A part of a headline is found by its trigrams, where pg_trgm is there. Without it, lists are read until the page is full, as before.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX "revision_headline_trigrams" ON "revision" USING gin (lower(headline) gin_trgm_ops);
  END IF;
END
$$;
