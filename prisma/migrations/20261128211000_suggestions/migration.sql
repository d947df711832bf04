-- What is suggested while somebody types: the words of live headlines, and those of names.

-- Indexes are over this: so it names the place of the functions that it calls.
CREATE FUNCTION name_words(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 SET search_path FROM CURRENT AS $$
  SELECT search_vector('pg_catalog.simple', name)
$$;
CREATE INDEX "topic_name_words" ON "topic" USING gin (name_words(name));
CREATE INDEX "author_name_words" ON "author" USING gin (name_words(name));

-- Written with the search document of an article, and deleted with it.
CREATE TABLE "live_headline" (
  "article_id" UUID NOT NULL,
  "locale" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL,
  "words" tsvector NOT NULL
);
INSERT INTO "live_headline" (article_id, locale, published_at, words)
  SELECT s.article_id, s.locale, s.published_at, name_words(r.headline)
  FROM live_search s JOIN article a ON a.id = s.article_id JOIN revision r ON r.id = a.live_revision_id;
ALTER TABLE "live_headline" ADD CONSTRAINT "live_headline_pkey" PRIMARY KEY ("article_id"),
  ADD CONSTRAINT "live_headline_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "live_search"("article_id") ON DELETE CASCADE ON UPDATE NO ACTION;
CREATE INDEX "live_headline_words_idx" ON "live_headline" USING GIN ("words");
CREATE INDEX "live_headline_published_at_article_id_idx" ON "live_headline" ("published_at" DESC, "article_id" DESC);
CREATE INDEX "live_headline_locale_published_at_article_id_idx" ON "live_headline" ("locale", "published_at" DESC, "article_id" DESC);

CREATE OR REPLACE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM 1 FROM live_search WHERE article_id = ANY (ids) ORDER BY article_id FOR UPDATE;
  INSERT INTO live_search (article_id, config, locale, published_at, document, as_written, form)
  SELECT a.id, text_search_config(a.locale), a.locale, a.published_at,
    search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst, r.names, r.plain_text),
    search_as_written(r.headline, r.kicker, r.standfirst, r.names, r.plain_text), search_form_number()
  FROM article a CROSS JOIN LATERAL (SELECT * FROM searched_revision s WHERE s.id = a.live_revision_id OFFSET 0) r
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE
    SET config = excluded.config, locale = excluded.locale, published_at = excluded.published_at, document = excluded.document,
      as_written = excluded.as_written, form = excluded.form;
  INSERT INTO live_headline AS h (article_id, locale, published_at, words)
  SELECT a.id, a.locale, a.published_at, name_words(r.headline) FROM article a JOIN revision r ON r.id = a.live_revision_id
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE SET locale = excluded.locale, published_at = excluded.published_at, words = excluded.words
    WHERE (h.locale, h.published_at, h.words) IS DISTINCT FROM (excluded.locale, excluded.published_at, excluded.words);
END
$$;
