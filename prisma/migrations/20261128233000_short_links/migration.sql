-- CreateEnum
CREATE TYPE "share_channel" AS ENUM ('EMAIL', 'WHATSAPP', 'X', 'FACEBOOK', 'TELEGRAM', 'LINKEDIN', 'BLUESKY', 'THREADS', 'MASTODON', 'REDDIT', 'COPY');

-- CreateTable
CREATE TABLE "short_link" (
    "code" TEXT NOT NULL,
    "article_id" UUID,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "short_link_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "share_count" (
    "code" TEXT NOT NULL,
    "channel" "share_channel" NOT NULL,
    "day" DATE NOT NULL,
    "people" INTEGER NOT NULL DEFAULT 0,
    "machines" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "share_count_pkey" PRIMARY KEY ("code","day","channel")
);

-- CreateIndex
CREATE UNIQUE INDEX "short_link_article_id_key" ON "short_link"("article_id");

-- AddForeignKey
ALTER TABLE "short_link" ADD CONSTRAINT "short_link_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "share_count" ADD CONSTRAINT "share_count_code_fkey" FOREIGN KEY ("code") REFERENCES "short_link"("code") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand.

-- 1. A code is of an article, or of one that was deleted. No vowels, so that none is a word, and nothing that looks like something else.
ALTER TABLE "short_link" ADD CONSTRAINT "short_link_code_form" CHECK ("code" ~ '^[346789bcdfghjkmnpqrtwxz]{7,12}$'),
  ADD CONSTRAINT "short_link_of_article_or_gone" CHECK (num_nonnulls("article_id", "gone_at") = 1);
ALTER TABLE "share_count" ADD CONSTRAINT "share_count_natural" CHECK ("people" >= 0 AND "machines" >= 0);

CREATE FUNCTION short_code() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(substr('346789bcdfghjkmnpqrtwxz', 1 + floor(random() * 23)::int, 1), '') FROM generate_series(1, 7)
$$;

-- 2. Every article gets its code when it first goes live, whoever writes it. A code that is taken is made again: of 3.4 billion, a million articles
-- use one in 3,400.
CREATE FUNCTION mint_short_links(articles uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WHILE EXISTS (SELECT FROM unnest(articles) id WHERE NOT EXISTS (SELECT FROM short_link l WHERE l.article_id = id)) LOOP
    INSERT INTO short_link (code, article_id)
    SELECT short_code(), id FROM unnest(articles) id WHERE NOT EXISTS (SELECT FROM short_link l WHERE l.article_id = id)
    ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

CREATE FUNCTION mint_for_new_articles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mint_short_links(ARRAY(SELECT id FROM new_rows WHERE first_published_at IS NOT NULL));
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_code_after_insert" AFTER INSERT ON "article" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mint_for_new_articles();

CREATE FUNCTION mint_for_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mint_short_links(ARRAY[NEW.id]);
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_code_after_update" AFTER UPDATE OF first_published_at ON "article" FOR EACH ROW
  WHEN (OLD.first_published_at IS NULL AND NEW.first_published_at IS NOT NULL) EXECUTE FUNCTION mint_for_article();

-- 3. The code of a deleted article leads nowhere, and to no other article. Nobody can read its counts any more.
CREATE FUNCTION keep_code_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM share_count c USING short_link l WHERE l.article_id = OLD.id AND c.code = l.code;
  UPDATE short_link SET article_id = NULL, gone_at = now() WHERE article_id = OLD.id;
  RETURN OLD;
END
$$;
CREATE TRIGGER "article_code_kept" BEFORE DELETE ON "article" FOR EACH ROW EXECUTE FUNCTION keep_code_of_deleted();

-- 4. Articles that are there.
SELECT mint_short_links(ARRAY(SELECT id FROM article WHERE first_published_at IS NOT NULL));
