-- A part of a headline that has no three letters or digits in a row is found by its characters and pairs of characters: trigrams have no such parts. Without
-- pg_trgm, so is every part.

-- Building the index takes most of the time of this migration.
SET LOCAL maintenance_work_mem = '256MB';

CREATE FUNCTION text_pairs(source text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
  form text := lower(source);
BEGIN
  RETURN ARRAY(SELECT DISTINCT substr(form, place, length) FROM generate_series(1, length(form)) place, generate_series(1, 2) length);
END
$$;
CREATE INDEX "revision_headline_pairs" ON "revision" USING gin (text_pairs(headline));
