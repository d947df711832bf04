-- What an article says to search engines and where it is shared. The texts and the genre belong to a revision, as every text does; whether search engines
-- list the page, and under which address, is of the article: a change applies at once, as that of its address does.
ALTER TABLE "revision" ADD COLUMN "seo_title" TEXT, ADD COLUMN "meta_description" TEXT, ADD COLUMN "social_title" TEXT, ADD COLUMN "social_description" TEXT,
  ADD COLUMN "genre" TEXT NOT NULL DEFAULT 'NEWS';
ALTER TABLE "article" ADD COLUMN "canonical_url" TEXT, ADD COLUMN "no_index" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "revision"
  ADD CONSTRAINT "revision_seo_texts" CHECK (length("seo_title") BETWEEN 1 AND 200 AND length("meta_description") BETWEEN 1 AND 500
    AND length("social_title") BETWEEN 1 AND 200 AND length("social_description") BETWEEN 1 AND 500),
  ADD CONSTRAINT "revision_genre" CHECK ("genre" IN ('NEWS', 'REPORTAGE', 'ANALYSIS', 'OPINION', 'REVIEW', 'BACKGROUND', 'ADVERTISER_CONTENT'));
ALTER TABLE "article" ADD CONSTRAINT "article_canonical_url_form" CHECK ("canonical_url" ~ '^https?://' AND length("canonical_url") <= 2000);

-- Pages of the same thing elsewhere, by which search engines know which one it is.
ALTER TABLE "topic" ADD COLUMN "same_as" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "topic" ADD CONSTRAINT "topic_same_as_count" CHECK (cardinality("same_as") <= 20);
