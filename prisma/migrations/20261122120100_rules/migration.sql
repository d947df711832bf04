-- What Prisma's schema language cannot say: deferred constraints, CHECKs, partial indexes, and the triggers that keep addresses and
-- the derived live_* tables. docs/database.md explains each.

-- 1. An article and its first revision point at each other: whichever is inserted first, the transaction's end settles it.
ALTER TABLE "article" ALTER CONSTRAINT "article_live_revision_id_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "article" ALTER CONSTRAINT "article_latest_revision_id_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "revision" ALTER CONSTRAINT "revision_article_id_fkey" DEFERRABLE INITIALLY DEFERRED;

-- 2. What can never be true of a row.
ALTER TABLE "article"
  ADD CONSTRAINT "article_slug_format" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200),
  ADD CONSTRAINT "article_locale_format" CHECK (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  ADD CONSTRAINT "article_version_positive" CHECK (version >= 1),
  -- "Live" has one meaning, and every list of the reading API rests on it.
  ADD CONSTRAINT "article_live_is_published" CHECK ((status = 'PUBLISHED') = (live_revision_id IS NOT NULL)),
  ADD CONSTRAINT "article_live_has_dates" CHECK (live_revision_id IS NULL
    OR (published_at IS NOT NULL AND first_published_at IS NOT NULL AND live_updated_at IS NOT NULL AND first_published_at <= published_at)),
  ADD CONSTRAINT "article_scheduled_has_date" CHECK (status <> 'SCHEDULED' OR scheduled_for IS NOT NULL),
  ADD CONSTRAINT "article_withdrawn_has_date" CHECK (status <> 'WITHDRAWN' OR withdrawn_at IS NOT NULL),
  ADD CONSTRAINT "article_trashed_has_date" CHECK ((status = 'TRASHED') = (trashed_at IS NOT NULL)),
  -- An embargo that is still to end when the article went live would have been broken by going live.
  ADD CONSTRAINT "article_live_after_embargo" CHECK (live_revision_id IS NULL OR embargoed_until IS NULL OR embargoed_until <= published_at);
ALTER TABLE "revision"
  ADD CONSTRAINT "revision_number_positive" CHECK (number >= 1),
  ADD CONSTRAINT "revision_headline_length" CHECK (length(btrim(headline)) BETWEEN 1 AND 300),
  ADD CONSTRAINT "revision_standfirst_length" CHECK (length(standfirst) <= 1000),
  ADD CONSTRAINT "revision_body_is_list" CHECK (jsonb_typeof(body) = 'array' AND jsonb_array_length(body) <= 500),
  ADD CONSTRAINT "revision_word_count_natural" CHECK (word_count >= 0);
ALTER TABLE "credit" ADD CONSTRAINT "credit_name_present" CHECK (length(btrim(name)) > 0), ADD CONSTRAINT "credit_position_natural" CHECK (position >= 0);
ALTER TABLE "caption" ADD CONSTRAINT "caption_position_natural" CHECK (position >= 0);
ALTER TABLE "revision_topic" ADD CONSTRAINT "revision_topic_position_natural" CHECK (position >= 0);
ALTER TABLE "topic"
  ADD CONSTRAINT "topic_slug_format" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200),
  ADD CONSTRAINT "topic_name_present" CHECK (length(btrim(name)) > 0),
  ADD CONSTRAINT "topic_not_its_own_parent" CHECK (parent_id <> id);
ALTER TABLE "topic_relation" ADD CONSTRAINT "topic_relation_not_itself" CHECK (topic_id <> related_id);
ALTER TABLE "topic_pair" ADD CONSTRAINT "topic_pair_not_itself" CHECK (topic_id <> other_id), ADD CONSTRAINT "topic_pair_natural" CHECK (articles >= 0);
ALTER TABLE "topic_total" ADD CONSTRAINT "topic_total_natural" CHECK (articles >= 0);
ALTER TABLE "author_total" ADD CONSTRAINT "author_total_natural" CHECK (articles >= 0);
ALTER TABLE "live_total" ADD CONSTRAINT "live_total_natural" CHECK (articles >= 0);
ALTER TABLE "author"
  ADD CONSTRAINT "author_slug_format" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200),
  ADD CONSTRAINT "author_name_present" CHECK (length(btrim(name)) > 0);
ALTER TABLE "image"
  ADD CONSTRAINT "image_size_positive" CHECK (width > 0 AND height > 0 AND size_bytes > 0),
  ADD CONSTRAINT "image_focal_point" CHECK ((focal_x IS NULL) = (focal_y IS NULL) AND focal_x BETWEEN 0 AND 1 AND focal_y BETWEEN 0 AND 1),
  ADD CONSTRAINT "image_checksum_sha256" CHECK (checksum ~ '^[0-9a-f]{64}$');
ALTER TABLE "correction" ADD CONSTRAINT "correction_text_present" CHECK (length(btrim(text)) > 0);
ALTER TABLE "article_pin" ADD CONSTRAINT "article_pin_not_itself" CHECK (article_id <> related_id);
ALTER TABLE "article_exclusion" ADD CONSTRAINT "article_exclusion_not_itself" CHECK (article_id <> related_id);
ALTER TABLE "slug_alias" ADD CONSTRAINT "slug_alias_target" CHECK (
  (article_id IS NULL OR kind = 'ARTICLE') AND (topic_id IS NULL OR kind = 'TOPIC') AND (author_id IS NULL OR kind = 'AUTHOR')
  AND (kind = 'ARTICLE' OR locale = ''));

-- 3. Lists of live articles read these indexes from the top and stop at the page's end.
CREATE UNIQUE INDEX "caption_one_lead" ON "caption" (revision_id) WHERE role = 'LEAD';
CREATE INDEX "article_live_by_publication" ON "article" (published_at DESC, id DESC) WHERE live_revision_id IS NOT NULL;
CREATE INDEX "article_live_by_locale" ON "article" (locale, published_at DESC, id DESC) WHERE live_revision_id IS NOT NULL;
CREATE INDEX "article_live_by_first_publication" ON "article" (first_published_at DESC, id DESC) WHERE live_revision_id IS NOT NULL;
CREATE INDEX "article_live_by_update" ON "article" (live_updated_at DESC, id DESC) WHERE live_revision_id IS NOT NULL;

-- 4. Misspelt names are helped by trigrams, where the extension is there and may be created.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pg_trgm is not available: search does without its help for misspelt names';
END
$$;

-- 5. A revision's text is written once. (Its relations are written with it; the services never touch them again.)
CREATE FUNCTION refuse_change_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'revision % is immutable: write a new one', OLD.id USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "revision_is_immutable" BEFORE UPDATE ON "revision" FOR EACH ROW
  WHEN (ROW(OLD.id, OLD.article_id, OLD.number, OLD.kicker, OLD.headline, OLD.standfirst, OLD.body, OLD.plain_text, OLD.word_count, OLD.created_at)
    IS DISTINCT FROM ROW(NEW.id, NEW.article_id, NEW.number, NEW.kicker, NEW.headline, NEW.standfirst, NEW.body, NEW.plain_text, NEW.word_count, NEW.created_at))
  EXECUTE FUNCTION refuse_change_of_revision();

-- 6. Every address that is left becomes an alias. The newest owner of an old address keeps it.
CREATE FUNCTION keep_article_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, locale, slug, article_id) VALUES ('ARTICLE', OLD.locale, OLD.slug, OLD.id)
  ON CONFLICT (kind, slug, locale) DO UPDATE SET article_id = excluded.article_id, gone_at = NULL, created_at = now();
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_address_left" AFTER UPDATE OF slug, locale ON "article" FOR EACH ROW
  WHEN ((OLD.slug, OLD.locale) IS DISTINCT FROM (NEW.slug, NEW.locale)) EXECUTE FUNCTION keep_article_alias();

CREATE FUNCTION keep_topic_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, topic_id) VALUES ('TOPIC', OLD.slug, OLD.id)
  ON CONFLICT (kind, slug, locale) DO UPDATE SET topic_id = excluded.topic_id, gone_at = NULL, created_at = now();
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_address_left" AFTER UPDATE OF slug ON "topic" FOR EACH ROW
  WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION keep_topic_alias();

CREATE FUNCTION keep_author_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, author_id) VALUES ('AUTHOR', OLD.slug, OLD.id)
  ON CONFLICT (kind, slug, locale) DO UPDATE SET author_id = excluded.author_id, gone_at = NULL, created_at = now();
  RETURN NULL;
END
$$;
CREATE TRIGGER "author_address_left" AFTER UPDATE OF slug ON "author" FOR EACH ROW
  WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION keep_author_alias();

-- 7. The derived live tables. Statement-level and set-based: one article or ten thousand cost one pass.

-- PostgreSQL's snowball dictionary of a language tag, "simple" (words as they stand) where there is none, as for Hebrew.
CREATE FUNCTION text_search_config(locale text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE split_part(locale, '-', 1)
    WHEN 'ar' THEN 'arabic' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english'
    WHEN 'es' THEN 'spanish' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish' WHEN 'hu' THEN 'hungarian'
    WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'nb' THEN 'norwegian'
    WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch' WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese'
    WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish' WHEN 'tr' THEN 'turkish'
    ELSE 'simple' END::regconfig
$$;

-- What search finds a live revision by: headline before standfirst before names before body. A tsvector takes at most 1 MB of lexemes,
-- so of a very long body the first 200,000 characters count.
CREATE FUNCTION search_document(config regconfig, headline text, kicker text, standfirst text, names text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector(config, headline || ' ' || coalesce(kicker, '')), 'A') || setweight(to_tsvector(config, coalesce(standfirst, '')), 'B')
    || setweight(to_tsvector(config, coalesce(names, '')), 'C') || setweight(to_tsvector(config, left(body, 200000)), 'D')
$$;

CREATE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO live_search (article_id, config, document)
  SELECT a.id, text_search_config(a.locale), search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst,
      concat_ws(' ', (SELECT string_agg(t.name, ' ') FROM revision_topic rt JOIN topic t ON t.id = rt.topic_id WHERE rt.revision_id = r.id),
        (SELECT string_agg(DISTINCT c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
        -- A page's name may differ from the name as printed.
        (SELECT string_agg(DISTINCT w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id)),
      r.plain_text)
  FROM article a JOIN revision r ON r.id = a.live_revision_id
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE SET config = excluded.config, document = excluded.document
$$;

-- Totals are locked in one order before anything is counted, so that two publications never wait for one another in a ring.
-- Whoever holds the totals of both topics of a pair holds the pair too.
CREATE FUNCTION lock_totals(revisions uuid[], locales text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM topic_total t WHERE t.topic_id IN (SELECT rt.topic_id FROM revision_topic rt WHERE rt.revision_id = ANY (revisions))
    ORDER BY t.topic_id FOR UPDATE;
  PERFORM 1 FROM author_total t WHERE t.author_id IN (SELECT c.author_id FROM credit c WHERE c.revision_id = ANY (revisions))
    ORDER BY t.author_id FOR UPDATE;
  INSERT INTO live_total (locale) SELECT DISTINCT l FROM unnest(locales) l ORDER BY l ON CONFLICT DO NOTHING;
  PERFORM 1 FROM live_total t WHERE t.locale = ANY (locales) ORDER BY t.locale FOR UPDATE;
END
$$;

CREATE FUNCTION leave_live(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (DELETE FROM live_topic WHERE article_id = ANY (ids) RETURNING article_id, topic_id),
  fewer AS (UPDATE topic_total t SET articles = t.articles - g.n
    FROM (SELECT topic_id, count(*)::int AS n FROM gone GROUP BY topic_id) g WHERE t.topic_id = g.topic_id)
  UPDATE topic_pair p SET articles = p.articles - g.n
    FROM (SELECT x.topic_id, y.topic_id AS other_id, count(*)::int AS n FROM gone x
      JOIN gone y ON y.article_id = x.article_id AND y.topic_id <> x.topic_id GROUP BY 1, 2) g
    WHERE p.topic_id = g.topic_id AND p.other_id = g.other_id;
  WITH gone AS (DELETE FROM live_credit WHERE article_id = ANY (ids) RETURNING author_id)
  UPDATE author_total t SET articles = t.articles - g.n
    FROM (SELECT author_id, count(*)::int AS n FROM gone GROUP BY author_id) g WHERE t.author_id = g.author_id;
  DELETE FROM live_search WHERE article_id = ANY (ids);
END
$$;

CREATE FUNCTION enter_live(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH come AS (
    INSERT INTO live_topic (topic_id, article_id, locale, published_at)
    SELECT rt.topic_id, a.id, a.locale, a.published_at FROM article a JOIN revision_topic rt ON rt.revision_id = a.live_revision_id
    WHERE a.id = ANY (ids) RETURNING article_id, topic_id),
  more AS (UPDATE topic_total t SET articles = t.articles + c.n
    FROM (SELECT topic_id, count(*)::int AS n FROM come GROUP BY topic_id) c WHERE t.topic_id = c.topic_id)
  INSERT INTO topic_pair (topic_id, other_id, articles)
    SELECT x.topic_id, y.topic_id, count(*)::int FROM come x JOIN come y ON y.article_id = x.article_id AND y.topic_id <> x.topic_id GROUP BY 1, 2
    ON CONFLICT (topic_id, other_id) DO UPDATE SET articles = topic_pair.articles + excluded.articles;
  WITH come AS (
    INSERT INTO live_credit (author_id, article_id, locale, published_at)
    SELECT DISTINCT c.author_id, a.id, a.locale, a.published_at FROM article a JOIN credit c ON c.revision_id = a.live_revision_id
    WHERE a.id = ANY (ids) AND c.author_id IS NOT NULL RETURNING author_id)
  UPDATE author_total t SET articles = t.articles + c.n
    FROM (SELECT author_id, count(*)::int AS n FROM come GROUP BY author_id) c WHERE t.author_id = c.author_id;
  PERFORM write_search_documents(ids);
END
$$;

CREATE FUNCTION count_live(locales text[], sign int) RETURNS void LANGUAGE sql AS $$
  UPDATE live_total t SET articles = t.articles + sign * c.n
  FROM (SELECT l, count(*)::int AS n FROM unnest(locales) l GROUP BY l) c WHERE t.locale = c.l
$$;

CREATE FUNCTION live_after_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE come uuid[]; revisions uuid[]; locales text[];
BEGIN
  SELECT array_agg(id), array_agg(live_revision_id), array_agg(locale) INTO come, revisions, locales FROM new_rows WHERE live_revision_id IS NOT NULL;
  IF come IS NULL THEN RETURN NULL; END IF;
  PERFORM lock_totals(revisions, locales);
  PERFORM enter_live(come), count_live(locales, 1);
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_live_after_insert" AFTER INSERT ON "article" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION live_after_insert();

CREATE FUNCTION live_after_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  gone uuid[]; gone_revisions uuid[]; gone_locales text[];
  come uuid[]; come_revisions uuid[]; come_locales text[];
BEGIN
  SELECT array_agg(o.id) FILTER (WHERE o.live_revision_id IS NOT NULL), array_agg(o.live_revision_id), array_agg(o.locale) FILTER (WHERE o.live_revision_id IS NOT NULL),
    array_agg(n.id) FILTER (WHERE n.live_revision_id IS NOT NULL), array_agg(n.live_revision_id), array_agg(n.locale) FILTER (WHERE n.live_revision_id IS NOT NULL)
  INTO gone, gone_revisions, gone_locales, come, come_revisions, come_locales
  FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE (o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL)
    AND (o.live_revision_id, o.published_at, o.locale) IS DISTINCT FROM (n.live_revision_id, n.published_at, n.locale);
  IF gone IS NULL AND come IS NULL THEN RETURN NULL; END IF;
  PERFORM lock_totals(gone_revisions || come_revisions, coalesce(gone_locales, '{}') || coalesce(come_locales, '{}'));
  IF gone IS NOT NULL THEN PERFORM leave_live(gone), count_live(gone_locales, -1); END IF;
  IF come IS NOT NULL THEN PERFORM enter_live(come), count_live(come_locales, 1); END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_live_after_update" AFTER UPDATE ON "article" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION live_after_update();

-- Before the row goes: its revisions, which say what to count, cascade away with it.
CREATE FUNCTION live_before_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_totals(ARRAY[OLD.live_revision_id], ARRAY[OLD.locale]);
  PERFORM leave_live(ARRAY[OLD.id]), count_live(ARRAY[OLD.locale], -1);
  RETURN OLD;
END
$$;
CREATE TRIGGER "article_live_before_delete" BEFORE DELETE ON "article" FOR EACH ROW
  WHEN (OLD.live_revision_id IS NOT NULL) EXECUTE FUNCTION live_before_delete();

-- What was counted when a revision went live must still be true: what belongs to it is written before the pointer moves to it.
CREATE FUNCTION refuse_addition_to_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM new_rows n JOIN article a ON a.live_revision_id = n.revision_id) THEN
    RAISE EXCEPTION 'a live revision takes no further %: write a new revision', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "revision_topic_before_live" AFTER INSERT ON "revision_topic" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_addition_to_live();
CREATE TRIGGER "credit_before_live" AFTER INSERT ON "credit" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_addition_to_live();

-- Every topic and author has its total from its first moment: counting is an UPDATE of rows that can be locked beforehand.
CREATE FUNCTION add_topic_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO topic_total (topic_id) SELECT id FROM new_rows;
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_total_after_insert" AFTER INSERT ON "topic" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION add_topic_total();

CREATE FUNCTION add_author_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO author_total (author_id) SELECT id FROM new_rows;
  RETURN NULL;
END
$$;
CREATE TRIGGER "author_total_after_insert" AFTER INSERT ON "author" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION add_author_total();

-- A renamed topic or author is found by the new name.
CREATE FUNCTION topic_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_topic WHERE topic_id = NEW.id));
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_name_after_update" AFTER UPDATE OF name ON "topic" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION topic_renamed();

CREATE FUNCTION author_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_credit WHERE author_id = NEW.id));
  RETURN NULL;
END
$$;
CREATE TRIGGER "author_name_after_update" AFTER UPDATE OF name ON "author" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION author_renamed();
