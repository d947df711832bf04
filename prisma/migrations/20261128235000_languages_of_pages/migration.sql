-- Topics and authors in other languages than the site's: names, texts and addresses. docs/languages.md explains them.

-- 1. Tables.
CREATE TABLE "topic_translation" (
    "id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "description" TEXT,

    CONSTRAINT "topic_translation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "author_translation" (
    "id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "job_title" TEXT,
    "bio" TEXT,

    CONSTRAINT "author_translation_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "topic_translation_topic_id_locale_key" ON "topic_translation"("topic_id", "locale");
CREATE UNIQUE INDEX "topic_translation_slug_locale_key" ON "topic_translation"("slug", "locale");
CREATE UNIQUE INDEX "author_translation_author_id_locale_key" ON "author_translation"("author_id", "locale");
CREATE UNIQUE INDEX "author_translation_slug_locale_key" ON "author_translation"("slug", "locale");
ALTER TABLE "topic_translation" ADD CONSTRAINT "topic_translation_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "author_translation" ADD CONSTRAINT "author_translation_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Old addresses are in a language, too.
DROP INDEX "slug_alias_slug_topic_id_key";
DROP INDEX "slug_alias_slug_author_id_key";
CREATE UNIQUE INDEX "slug_alias_slug_locale_topic_id_key" ON "slug_alias"("slug", "locale", "topic_id");
CREATE UNIQUE INDEX "slug_alias_slug_locale_author_id_key" ON "slug_alias"("slug", "locale", "author_id");
ALTER TABLE "slug_alias" DROP CONSTRAINT "slug_alias_target";
ALTER TABLE "slug_alias" ADD CONSTRAINT "slug_alias_target" CHECK (
  (article_id IS NULL OR kind = 'ARTICLE') AND (topic_id IS NULL OR kind = 'TOPIC') AND (author_id IS NULL OR kind = 'AUTHOR'));

-- What is written by hand from here on.

-- 2. A slug has letters of any script in lower case, digits, and single hyphens between them, in Unicode's NFC; which script, the setting SLUG_SCRIPT decides.
-- Upper case is excluded here as far as all databases agree on it.
CREATE FUNCTION is_slug(slug text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT length(slug) <= 200 AND slug IS NFC NORMALIZED
    AND slug ~ '^[^\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00de\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufe10-\ufe6f\ufeff\ufff0-\uffff]+(-[^\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00de\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufe10-\ufe6f\ufeff\ufff0-\uffff]+)*$'
$$;
ALTER TABLE "article" DROP CONSTRAINT "article_slug_format", ADD CONSTRAINT "article_slug_format" CHECK (is_slug(slug));
ALTER TABLE "topic" DROP CONSTRAINT "topic_slug_format", ADD CONSTRAINT "topic_slug_format" CHECK (is_slug(slug));
ALTER TABLE "author" DROP CONSTRAINT "author_slug_format", ADD CONSTRAINT "author_slug_format" CHECK (is_slug(slug));
ALTER TABLE "front" DROP CONSTRAINT "front_slug_form", ADD CONSTRAINT "front_slug_form" CHECK (is_slug(slug));
ALTER TABLE "topic_translation"
  ADD CONSTRAINT "topic_translation_slug_format" CHECK (is_slug(slug)),
  ADD CONSTRAINT "topic_translation_locale_format" CHECK (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  ADD CONSTRAINT "topic_translation_name_present" CHECK (length(btrim(name)) > 0);
ALTER TABLE "author_translation"
  ADD CONSTRAINT "author_translation_slug_format" CHECK (is_slug(slug)),
  ADD CONSTRAINT "author_translation_locale_format" CHECK (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  ADD CONSTRAINT "author_translation_name_present" CHECK (length(btrim(name)) > 0);

-- 3. Whether a text in a locale is for readers of another: of the same, or of one that only adds a script or region, as "he" is for "he-IL" (RFC 4647, lookup).
CREATE FUNCTION locale_covers(locale text, wanted text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT locale = wanted OR starts_with(wanted, locale || '-')
$$;

-- The topic or author that a slug leads to in a language: the one that has it there, or had it there, or has or had it as its own slug.
CREATE FUNCTION topic_in_language(named text, wanted text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT x.topic_id FROM topic_translation x WHERE x.slug = named AND locale_covers(x.locale, wanted) ORDER BY length(x.locale) DESC LIMIT 1),
    (SELECT s.topic_id FROM slug_alias s WHERE s.kind = 'TOPIC' AND s.slug = named AND s.topic_id IS NOT NULL AND s.locale <> '' AND locale_covers(s.locale, wanted)
      ORDER BY length(s.locale) DESC, s.created_at DESC, s.id LIMIT 1),
    (SELECT t.id FROM topic t WHERE t.slug = topic_slug_led_to(named)))
$$;
CREATE FUNCTION author_in_language(named text, wanted text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT x.author_id FROM author_translation x WHERE x.slug = named AND locale_covers(x.locale, wanted) ORDER BY length(x.locale) DESC LIMIT 1),
    (SELECT s.author_id FROM slug_alias s WHERE s.kind = 'AUTHOR' AND s.slug = named AND s.author_id IS NOT NULL AND s.locale <> '' AND locale_covers(s.locale, wanted)
      ORDER BY length(s.locale) DESC, s.created_at DESC, s.id LIMIT 1),
    (SELECT w.id FROM author w WHERE w.slug = author_slug_led_to(named)))
$$;

-- 4. Old addresses.
CREATE OR REPLACE FUNCTION keep_topic_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, topic_id) VALUES ('TOPIC', OLD.slug, OLD.id)
  ON CONFLICT (slug, locale, topic_id) DO UPDATE SET created_at = now();
  RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION keep_author_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, slug, author_id) VALUES ('AUTHOR', OLD.slug, OLD.id)
  ON CONFLICT (slug, locale, author_id) DO UPDATE SET created_at = now();
  RETURN NULL;
END
$$;
-- A translation that is deleted with its page leaves its address by the page.
CREATE FUNCTION keep_translation_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'topic_translation' THEN
    INSERT INTO slug_alias (kind, locale, slug, topic_id) SELECT 'TOPIC', OLD.locale, OLD.slug, t.id FROM topic t WHERE t.id = OLD.topic_id
    ON CONFLICT (slug, locale, topic_id) DO UPDATE SET created_at = now();
  ELSE
    INSERT INTO slug_alias (kind, locale, slug, author_id) SELECT 'AUTHOR', OLD.locale, OLD.slug, w.id FROM author w WHERE w.id = OLD.author_id
    ON CONFLICT (slug, locale, author_id) DO UPDATE SET created_at = now();
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_translation_address_left" AFTER UPDATE OF slug, locale ON "topic_translation" FOR EACH ROW
  WHEN ((OLD.slug, OLD.locale) IS DISTINCT FROM (NEW.slug, NEW.locale)) EXECUTE FUNCTION keep_translation_alias();
CREATE TRIGGER "topic_translation_address_kept" AFTER DELETE ON "topic_translation" FOR EACH ROW EXECUTE FUNCTION keep_translation_alias();
CREATE TRIGGER "author_translation_address_left" AFTER UPDATE OF slug, locale ON "author_translation" FOR EACH ROW
  WHEN ((OLD.slug, OLD.locale) IS DISTINCT FROM (NEW.slug, NEW.locale)) EXECUTE FUNCTION keep_translation_alias();
CREATE TRIGGER "author_translation_address_kept" AFTER DELETE ON "author_translation" FOR EACH ROW EXECUTE FUNCTION keep_translation_alias();

CREATE OR REPLACE FUNCTION keep_deleted_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM merged_topic WHERE id = OLD.id) THEN
    INSERT INTO slug_alias (kind, locale, slug, gone_at)
    SELECT 'TOPIC', locale, slug, now() FROM (SELECT locale, slug FROM slug_alias WHERE topic_id = OLD.id UNION SELECT '', OLD.slug
      UNION SELECT locale, slug FROM topic_translation WHERE topic_id = OLD.id) address
    ON CONFLICT (kind, slug, locale) WHERE gone_at IS NOT NULL DO UPDATE SET gone_at = excluded.gone_at;
  END IF;
  DELETE FROM slug_alias WHERE topic_id = OLD.id;
  RETURN OLD;
END
$$;
CREATE OR REPLACE FUNCTION keep_deleted_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, locale, slug, gone_at)
  SELECT 'AUTHOR', locale, slug, now() FROM (SELECT locale, slug FROM slug_alias WHERE author_id = OLD.id UNION SELECT '', OLD.slug
    UNION SELECT locale, slug FROM author_translation WHERE author_id = OLD.id) address
  ON CONFLICT (kind, slug, locale) WHERE gone_at IS NOT NULL DO UPDATE SET gone_at = excluded.gone_at;
  DELETE FROM slug_alias WHERE author_id = OLD.id;
  RETURN OLD;
END
$$;

-- 5. What readers see of a topic or author in another language changes its page in every language, and by which words it is found.
-- The other addresses of a topic or author.
CREATE FUNCTION translated_paths(kind text, page uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT '/' || locale || '/topic/' || slug FROM topic_translation WHERE kind = 'topic' AND topic_id = page
    UNION ALL SELECT '/' || locale || '/author/' || slug FROM author_translation WHERE kind = 'author' AND author_id = page)
$$;

CREATE FUNCTION purge_translations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kind CONSTANT text := split_part(TG_TABLE_NAME, '_', 1);
  changed jsonb[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(to_jsonb(n)) INTO changed FROM (SELECT * FROM new_rows LIMIT 1001) n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(to_jsonb(o)) INTO changed FROM (SELECT * FROM old_rows LIMIT 1001) o;
  ELSE
    SELECT array_agg(r) INTO changed FROM (
      (SELECT to_jsonb(o) AS r FROM old_rows o EXCEPT SELECT to_jsonb(n) FROM new_rows n)
      UNION ALL (SELECT to_jsonb(n) FROM new_rows n EXCEPT SELECT to_jsonb(o) FROM old_rows o)) d;
  END IF;
  IF changed IS NULL OR purges_all(cardinality(changed)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths)
  SELECT page, array_agg(DISTINCT purge_tag('p', kind || ' ' || (r->>'slug')))
      || ARRAY[purge_tag(CASE kind WHEN 'topic' THEN 't' ELSE 'u' END, page::text), purge_tag('l', kind || 's')]
      || CASE WHEN EXISTS (SELECT FROM live_topic WHERE topic_id = page) OR EXISTS (SELECT FROM live_credit WHERE author_id = page) THEN search_tags() ELSE '{}' END,
    array_agg(DISTINCT '/' || (r->>'locale') || '/' || kind || '/' || (r->>'slug')) || translated_paths(kind, page)
      || ARRAY(SELECT '/topic/' || slug FROM topic WHERE id = page UNION ALL SELECT '/author/' || slug FROM author WHERE id = page)
  FROM (SELECT r, (r->>(kind || '_id'))::uuid AS page FROM unnest(changed) r) c GROUP BY page;
  RETURN NULL;
END
$$;

-- Documents are in the language of their article: only those are written again that the name is in.
CREATE FUNCTION topic_translated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record;
BEGIN
  FOR changed IN SELECT r->>'locale' AS locale, (r->>'topic_id')::uuid AS page FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) r WHERE r IS NOT NULL LOOP
    PERFORM 1 FROM topic_total WHERE topic_id = changed.page FOR UPDATE;
    PERFORM write_search_documents(ARRAY(SELECT a.id FROM live_topic l JOIN article a ON a.id = l.article_id
      WHERE l.topic_id = changed.page AND locale_covers(changed.locale, a.locale)));
    PERFORM write_draft_documents(ARRAY(SELECT a.id FROM unnest(drafts_of_topic(changed.page)) draft JOIN article a ON a.id = draft
      WHERE locale_covers(changed.locale, a.locale)));
  END LOOP;
  RETURN NULL;
END
$$;
CREATE FUNCTION author_translated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record;
BEGIN
  FOR changed IN SELECT r->>'locale' AS locale, (r->>'author_id')::uuid AS page FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) r WHERE r IS NOT NULL LOOP
    PERFORM 1 FROM author_total WHERE author_id = changed.page FOR UPDATE;
    PERFORM write_search_documents(ARRAY(SELECT a.id FROM live_credit l JOIN article a ON a.id = l.article_id
      WHERE l.author_id = changed.page AND locale_covers(changed.locale, a.locale)));
    PERFORM write_draft_documents(ARRAY(SELECT DISTINCT a.id FROM credit c JOIN article a ON a.latest_revision_id = c.revision_id
      WHERE c.author_id = changed.page AND a.latest_revision_id IS DISTINCT FROM a.live_revision_id AND locale_covers(changed.locale, a.locale)));
  END LOOP;
  RETURN NULL;
END
$$;
DO $$
DECLARE
  translated text;
BEGIN
  FOREACH translated IN ARRAY ARRAY['topic', 'author'] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', translated || '_translation_name_added', translated || '_translation', translated || '_translated');
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE OF name, locale, %I ON %I FOR EACH ROW WHEN ((OLD.name, OLD.locale, OLD.%I) IS DISTINCT FROM (NEW.name, NEW.locale, NEW.%I)) EXECUTE FUNCTION %I()',
      translated || '_translation_name_changed', translated || '_id', translated || '_translation', translated || '_id', translated || '_id', translated || '_translated');
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_translations()',
      translated || '_translation_tagged_after_insert', translated || '_translation');
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_translations()',
      translated || '_translation_tagged_after_update', translated || '_translation');
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_translations()',
      translated || '_translation_tagged_after_delete', translated || '_translation');
    EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION purge_everything()', translated || '_translation_truncated', translated || '_translation');
  END LOOP;
END
$$;

CREATE OR REPLACE VIEW "searched_revision" AS
  SELECT r.id, r.headline, r.kicker, r.standfirst, r.plain_text,
    concat_ws(' ', r.dateline,
      (SELECT string_agg(t.name, ' ') FROM revision_topic rt JOIN topic t ON t.id = rt.topic_id WHERE rt.revision_id = r.id),
      (SELECT string_agg(DISTINCT c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
      -- A page's name may differ from the name as printed.
      (SELECT string_agg(DISTINCT w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id),
      -- Their names in the language of the article.
      (SELECT string_agg(x.name, ' ') FROM revision_topic rt JOIN topic_translation x ON x.topic_id = rt.topic_id JOIN article a ON a.id = r.article_id
        WHERE rt.revision_id = r.id AND locale_covers(x.locale, a.locale)),
      (SELECT string_agg(DISTINCT x.name, ' ') FROM credit c JOIN author_translation x ON x.author_id = c.author_id JOIN article a ON a.id = r.article_id
        WHERE c.revision_id = r.id AND locale_covers(x.locale, a.locale))) AS names
  FROM revision r;

-- What is suggested while somebody types.
CREATE INDEX "topic_translation_name_words" ON "topic_translation" USING gin (name_words(name));
CREATE INDEX "author_translation_name_words" ON "author_translation" USING gin (name_words(name));

-- The same as before, with the addresses in other languages.
CREATE OR REPLACE FUNCTION purge_pages(kind text, before jsonb[], after jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  letter CONSTANT text := CASE kind WHEN 'topic' THEN 't' ELSE 'u' END;
  o jsonb;
  n jsonb;
  page uuid;
  own_tags text[];
  own_paths text[];
BEGIN
  IF purges_all(cardinality(after)) THEN RETURN; END IF;
  FOR i IN 1..cardinality(after) LOOP
    o := before[i];
    n := after[i];
    page := (coalesce(n, o)->>'id')::uuid;
    own_tags := ARRAY[purge_tag(letter, page::text), purge_tag('l', kind || 's'), purge_tag('l', 'topics parent=' || (o->>'parent_id')),
      purge_tag('l', 'topics parent=' || (n->>'parent_id'))];
    own_paths := ARRAY['/' || kind || '/' || (o->>'slug'), '/' || kind || '/' || (n->>'slug')] || translated_paths(kind, page);
    IF o->>'slug' IS DISTINCT FROM n->>'slug' THEN
      own_tags := own_tags || ARRAY[purge_tag('p', kind || ' ' || (o->>'slug')), purge_tag('p', kind || ' ' || (n->>'slug'))]
        || ARRAY(SELECT purge_tag('p', purge_pages.kind || ' ' || s.slug) FROM slug_alias s WHERE page IN (s.topic_id, s.author_id));
      own_paths := own_paths || ARRAY(SELECT CASE s.locale WHEN '' THEN '' ELSE '/' || s.locale END || '/' || purge_pages.kind || '/' || s.slug
          FROM slug_alias s WHERE page IN (s.topic_id, s.author_id));
    END IF;
    IF o->>'image_id' IS DISTINCT FROM n->>'image_id' THEN
      own_tags := own_tags || ARRAY[purge_tag('i', o->>'image_id'), purge_tag('i', n->>'image_id'), purge_tag('l', 'images')];
    END IF;
    IF o->>'name' <> n->>'name' AND (EXISTS (SELECT FROM live_topic WHERE topic_id = page) OR EXISTS (SELECT FROM live_credit WHERE author_id = page)) THEN
      own_tags := own_tags || search_tags();
    END IF;
    INSERT INTO pending_purge (subject, tags, paths) VALUES (page, array_remove(own_tags, NULL), array_remove(own_paths, NULL));
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION purge_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  aliases slug_alias[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(n::slug_alias) INTO aliases FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(o::slug_alias) INTO aliases FROM old_rows o;
  ELSE
    SELECT array_agg(s) INTO aliases FROM (SELECT o::slug_alias AS s FROM old_rows o UNION ALL SELECT n::slug_alias FROM new_rows n) r;
  END IF;
  IF aliases IS NULL THEN RETURN NULL; END IF;
  SELECT array_agg(s) INTO aliases FROM unnest(aliases) s
  WHERE s.was_live OR EXISTS (SELECT FROM article a WHERE a.id = s.article_id AND a.live_revision_id IS NOT NULL);
  IF aliases IS NULL OR purges_all(cardinality(aliases)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths)
  SELECT subject, array_agg(DISTINCT purge_tag('p', lower(kind::text) || ' ' || slug)),
    array_agg(DISTINCT CASE locale WHEN '' THEN '' ELSE '/' || locale END || '/' || lower(kind::text) || '/' || slug)
  FROM (SELECT coalesce(s.article_id, s.topic_id, s.author_id) AS subject, s.kind, s.locale, s.slug FROM unnest(aliases) s) a GROUP BY subject;
  RETURN NULL;
END
$$;
