-- AlterTable
ALTER TABLE "image" ADD COLUMN     "caption_writer" TEXT,
ADD COLUMN     "city" TEXT,
ADD COLUMN     "country" TEXT,
ADD COLUMN     "instructions" TEXT,
ADD COLUMN     "keywords" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "source_name" TEXT;

-- What follows is written by hand. The library finds images by these words, too.
ALTER TABLE "image"
  ADD CONSTRAINT "image_supplied_texts" CHECK (length("city") <= 100 AND length("country") <= 100 AND length("source_name") <= 200 AND length("instructions") <= 2000
    AND length("caption_writer") <= 200 AND cardinality("keywords") <= 100);

CREATE FUNCTION image_words(headline text, alt_text text, description text, credit text, creator text, copyright_holder text, city text, country text, keywords text[])
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
  SELECT search_vector('pg_catalog.simple', concat_ws(' ', headline, alt_text, description, credit, creator, copyright_holder, city, country, array_to_string(keywords, ' ')))
$$;
DROP INDEX "image_search";
CREATE INDEX "image_search" ON "image" USING gin (image_words(headline, alt_text, description, credit, creator, copyright_holder, city, country, keywords));
DROP FUNCTION image_words(text, text, text, text, text, text);
