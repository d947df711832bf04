-- Every change that readers can see has an event, with its purge set: the tags and the paths of what may read otherwise now. Triggers on what readers see
-- make it, so that every writer is covered, also SQL by hand. docs/decisions/018-tags-of-events.md explains it; docs/tags.md has the table of the tags.

-- 1. The events, and what a transaction purges until its commit. Nothing of that survives a crash, so nothing of it is logged.
ALTER TABLE "outbox_event" ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT '{}', ADD COLUMN "paths" TEXT[] NOT NULL DEFAULT '{}', ADD COLUMN "transaction" xid8;
ALTER TABLE "outbox_event" ALTER COLUMN "transaction" SET DEFAULT pg_current_xact_id();
CREATE INDEX "outbox_event_unplaced" ON "outbox_event" ("transaction") WHERE "position" IS NULL;

CREATE UNLOGGED TABLE "pending_purge" (
  "id" BIGSERIAL NOT NULL,
  "transaction" xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- What changed; null if it has no event of its own
  "subject" UUID,
  "tags" TEXT[] NOT NULL,
  "paths" TEXT[] NOT NULL DEFAULT '{}',
  CONSTRAINT "pending_purge_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "pending_purge_transaction_idx" ON "pending_purge" ("transaction");

-- The same as src/reading/tags/tag.ts.
CREATE FUNCTION purge_tag(letter text, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT letter || substr(md5(name), 1, 8) $$;

-- Counts what a transaction changes. Above 1,000 objects it purges everything, and the rest is not collected.
CREATE FUNCTION purges_all(objects bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  so_far bigint := coalesce(nullif(current_setting('copydesk.purged', true), ''), '0')::bigint;
BEGIN
  IF so_far > 1000 THEN RETURN true; END IF;
  PERFORM set_config('copydesk.purged', (so_far + objects)::text, true);
  IF so_far + objects <= 1000 THEN RETURN false; END IF;
  INSERT INTO pending_purge (tags) VALUES ('{all}');
  RETURN true;
END
$$;

-- 2. At the commit each event gets what was purged for its subject; the last event of the transaction gets what belongs to none. Where there is no
-- event, as after SQL by hand, one is added. Each tag of one object purges the coarse tag of its kind, too.
CREATE FUNCTION place_purges() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine CONSTANT xid8 := pg_current_xact_id();
BEGIN
  -- Called once for each row; the first call takes all.
  IF NOT EXISTS (SELECT FROM pending_purge WHERE transaction = mine) THEN RETURN NULL; END IF;
  WITH taken AS (DELETE FROM pending_purge WHERE transaction = mine RETURNING subject, tags, paths),
  event AS (SELECT id, coalesce(article_id::text, split_part(payload->>'id', '_', 2)) AS subject FROM outbox_event
    WHERE position IS NULL AND transaction = mine),
  placed AS (
    SELECT coalesce(e.id, (SELECT max(id) FROM event)) AS id, t.tags, t.paths FROM taken t LEFT JOIN event e ON e.subject = t.subject::text
    WHERE NOT EXISTS (SELECT FROM taken WHERE tags = '{all}')
    UNION ALL SELECT (SELECT max(id) FROM event), '{all}', '{}' WHERE EXISTS (SELECT FROM taken WHERE tags = '{all}')),
  tag AS (SELECT DISTINCT id, tag FROM placed CROSS JOIN LATERAL unnest(tags) tag),
  complete AS (SELECT id, tag FROM tag UNION SELECT id, left(tag, 1) || 'all' FROM tag WHERE left(tag, 1) IN ('a', 't', 'u', 'i') AND tag <> 'all'),
  purge AS (
    SELECT c.id, array_agg(c.tag ORDER BY c.tag COLLATE "C") AS tags,
      ARRAY(SELECT DISTINCT path FROM placed p CROSS JOIN LATERAL unnest(p.paths) path WHERE p.id IS NOT DISTINCT FROM c.id ORDER BY path) AS paths
    FROM complete c GROUP BY c.id),
  added AS (INSERT INTO outbox_event (type, payload, tags, paths) SELECT 'site.changed', '{}', tags, paths FROM purge WHERE id IS NULL)
  UPDATE outbox_event e SET tags = p.tags, paths = p.paths FROM purge p WHERE e.id = p.id;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "pending_purge_placed" AFTER INSERT ON "pending_purge" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION place_purges();

-- 3. Articles. An article in the trash, or that was withdrawn, still says since when it is gone.
CREATE FUNCTION gone_since(a article) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN a.first_published_at IS NOT NULL THEN coalesce(a.withdrawn_at, a.trashed_at) END
$$;

-- Articles as they were and as they are; null where one was not, or is no more.
CREATE FUNCTION purge_articles(before article[], after article[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  o article;
  n article;
  changed uuid;
  is_read boolean;
  is_moved boolean;
  own_tags text[];
  own_paths text[];
BEGIN
  IF purges_all(cardinality(after)) THEN RETURN; END IF;
  FOR i IN 1..cardinality(after) LOOP
    o := before[i];
    n := after[i];
    changed := coalesce(n.id, o.id);
    is_read := o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL;
    is_moved := NOT is_read OR (o.live_revision_id IS NULL, o.first_published_at, o.slug, o.locale)
      IS DISTINCT FROM (n.live_revision_id IS NULL, n.first_published_at, n.slug, n.locale);
    own_tags := CASE WHEN is_read THEN ARRAY[purge_tag('a', changed::text)] ELSE '{}' END;
    own_paths := array_remove(ARRAY['/' || o.locale || '/article/' || o.slug, '/' || n.locale || '/article/' || n.slug], NULL);
    -- It enters, leaves or changes its place in lists, or says something else.
    IF is_read AND (o.live_revision_id, o.published_at, o.first_published_at, o.live_updated_at, o.locale)
      IS DISTINCT FROM (n.live_revision_id, n.published_at, n.first_published_at, n.live_updated_at, n.locale) THEN
      own_tags := own_tags || ARRAY[purge_tag('l', 'articles'), purge_tag('s', 'search'),
          purge_tag('l', 'articles locale=' || coalesce(o.locale, n.locale)), purge_tag('l', 'articles locale=' || coalesce(n.locale, o.locale)),
          purge_tag('s', 'search locale=' || coalesce(o.locale, n.locale)), purge_tag('s', 'search locale=' || coalesce(n.locale, o.locale))]
        || ARRAY(SELECT purge_tag('l', 'articles topic=' || t.topic_id) FROM revision_topic t WHERE t.revision_id IN (o.live_revision_id, n.live_revision_id))
        || ARRAY(SELECT purge_tag('l', 'articles author=' || c.author_id) FROM credit c
          WHERE c.revision_id IN (o.live_revision_id, n.live_revision_id) AND c.author_id IS NOT NULL)
        || ARRAY(SELECT unnest(ARRAY[purge_tag('i', p.image_id::text), purge_tag('l', 'images')]) FROM caption p
          WHERE p.revision_id IN (o.live_revision_id, n.live_revision_id));
    END IF;
    -- Something else is at its addresses, and its old ones lead somewhere else.
    IF is_moved THEN
      own_tags := own_tags || array_remove(ARRAY[purge_tag('p', 'article ' || o.slug), purge_tag('p', 'article ' || n.slug)], NULL)
        || ARRAY(SELECT purge_tag('p', 'article ' || s.slug) FROM slug_alias s WHERE s.article_id = changed);
      own_paths := own_paths || ARRAY(SELECT '/' || s.locale || '/article/' || s.slug FROM slug_alias s WHERE s.article_id = changed);
    END IF;
    INSERT INTO pending_purge (subject, tags, paths) VALUES (changed, own_tags, own_paths);
    -- Its translations link to something else, and so may the articles that it is pinned to.
    IF is_read AND (is_moved OR o.translation_group_id IS DISTINCT FROM n.translation_group_id) THEN
      INSERT INTO pending_purge (subject, tags, paths)
      SELECT s.id, ARRAY[purge_tag('a', s.id::text)], ARRAY['/' || s.locale || '/article/' || s.slug] FROM article s
      WHERE s.live_revision_id IS NOT NULL AND s.id <> changed
        AND s.id IN (SELECT t.id FROM article t WHERE t.translation_group_id IN (o.translation_group_id, n.translation_group_id)
          UNION ALL SELECT p.article_id FROM article_pin p WHERE p.related_id = changed);
    END IF;
  END LOOP;
END
$$;

-- The same triggers as before keep the live tables, so that a draft that is saved costs no more. A column that is not named here counts as one that readers see.
CREATE OR REPLACE FUNCTION live_after_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  after article[];
  come uuid[]; revisions uuid[]; locales text[];
BEGIN
  SELECT array_agg(n::article), array_agg(id) FILTER (WHERE live_revision_id IS NOT NULL), array_agg(live_revision_id) FILTER (WHERE live_revision_id IS NOT NULL),
    array_agg(locale) FILTER (WHERE live_revision_id IS NOT NULL)
  INTO after, come, revisions, locales FROM new_rows n WHERE live_revision_id IS NOT NULL OR first_published_at IS NOT NULL;
  IF after IS NULL THEN RETURN NULL; END IF;
  IF come IS NOT NULL THEN
    PERFORM lock_totals(revisions, locales);
    PERFORM enter_live(come), count_live(locales, 1);
  END IF;
  PERFORM purge_articles(array_fill(NULL::article, ARRAY[cardinality(after)]), after);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION live_after_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{version,status,workflow_state,latest_revision_id,scheduled_revision_id,scheduled_for,unpublish_at,embargoed_until,withdrawn_at,withdrawal_reason,trashed_at,editor_note,created_at,created_by_id,updated_at}';
  before article[]; after article[];
  gone uuid[]; gone_revisions uuid[]; gone_locales text[];
  come uuid[]; come_revisions uuid[]; come_locales text[];
BEGIN
  SELECT array_agg(o::article), array_agg(n::article) INTO before, after FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE CASE WHEN o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL THEN to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk
    ELSE (o.first_published_at IS NOT NULL OR n.first_published_at IS NOT NULL)
      AND (o.slug, o.locale, gone_since(o::article)) IS DISTINCT FROM (n.slug, n.locale, gone_since(n::article)) END;
  IF after IS NULL THEN RETURN NULL; END IF;
  SELECT array_agg(o.id) FILTER (WHERE o.live_revision_id IS NOT NULL), array_agg(o.live_revision_id), array_agg(o.locale) FILTER (WHERE o.live_revision_id IS NOT NULL),
    array_agg(n.id) FILTER (WHERE n.live_revision_id IS NOT NULL), array_agg(n.live_revision_id), array_agg(n.locale) FILTER (WHERE n.live_revision_id IS NOT NULL)
  INTO gone, gone_revisions, gone_locales, come, come_revisions, come_locales
  FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE (o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL)
    AND (o.live_revision_id, o.published_at, o.locale) IS DISTINCT FROM (n.live_revision_id, n.published_at, n.locale);
  IF gone IS NOT NULL OR come IS NOT NULL THEN
    PERFORM lock_totals(gone_revisions || come_revisions, coalesce(gone_locales, '{}') || coalesce(come_locales, '{}'));
    IF gone IS NOT NULL THEN PERFORM leave_live(gone), count_live(gone_locales, -1); END IF;
    IF come IS NOT NULL THEN PERFORM enter_live(come), count_live(come_locales, 1); END IF;
  END IF;
  PERFORM purge_articles(before, after);
  RETURN NULL;
END
$$;

-- Before the row goes: its revisions go with it. Where it is gone, its old addresses say.
CREATE FUNCTION purge_deleted_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM purge_articles(ARRAY[OLD], ARRAY[NULL::article]);
  RETURN OLD;
END
$$;
CREATE TRIGGER "article_and_tags_before_delete" BEFORE DELETE ON "article" FOR EACH ROW WHEN (OLD.live_revision_id IS NOT NULL) EXECUTE FUNCTION purge_deleted_article();

-- What belongs to a live revision: captions, and what a merge of topics or SQL by hand changes.
CREATE FUNCTION purge_revision_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  parts jsonb[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(to_jsonb(n) || jsonb_build_object('article', a.id)) INTO parts FROM new_rows n JOIN article a ON a.live_revision_id = n.revision_id;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(to_jsonb(o) || jsonb_build_object('article', a.id)) INTO parts FROM old_rows o JOIN article a ON a.live_revision_id = o.revision_id;
  ELSE
    SELECT array_agg(r.part || jsonb_build_object('article', a.id)) INTO parts
    FROM (SELECT revision_id, to_jsonb(o) AS part FROM old_rows o UNION SELECT revision_id, to_jsonb(n) FROM new_rows n) r JOIN article a ON a.live_revision_id = r.revision_id;
  END IF;
  IF parts IS NULL OR purges_all(cardinality(parts)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths)
  SELECT a.id, array_agg(DISTINCT tag), ARRAY['/' || a.locale || '/article/' || a.slug]
  FROM unnest(parts) part JOIN article a ON a.id = (part->>'article')::uuid CROSS JOIN LATERAL unnest(array_cat(
    ARRAY[purge_tag('a', a.id::text), purge_tag('s', 'search'), purge_tag('s', 'search locale=' || a.locale)],
    CASE WHEN part ? 'topic_id' THEN ARRAY[purge_tag('l', 'articles topic=' || (part->>'topic_id'))]
      WHEN part ? 'image_id' THEN ARRAY[purge_tag('i', part->>'image_id'), purge_tag('l', 'images')]
      WHEN part->>'author_id' IS NOT NULL THEN ARRAY[purge_tag('l', 'articles author=' || (part->>'author_id'))] ELSE '{}' END)) tag
  GROUP BY a.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER "revision_topic_tagged_after_update" AFTER UPDATE ON "revision_topic" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "revision_topic_tagged_after_delete" AFTER DELETE ON "revision_topic" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "credit_tagged_after_update" AFTER UPDATE ON "credit" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "credit_tagged_after_delete" AFTER DELETE ON "credit" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "caption_tagged_after_insert" AFTER INSERT ON "caption" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "caption_tagged_after_update" AFTER UPDATE ON "caption" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();
CREATE TRIGGER "caption_tagged_after_delete" AFTER DELETE ON "caption" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_revision_parts();

-- 4. Rows that belong to an article, topic or author. Arguments: the letter, and the columns with ids. Corrections that were removed are only the desk's.
CREATE FUNCTION purge_owners() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb[];
  owners uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(to_jsonb(n)) INTO changed FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(to_jsonb(o)) INTO changed FROM old_rows o;
  ELSE
    SELECT array_agg(r) INTO changed FROM (
      (SELECT to_jsonb(o) AS r FROM old_rows o EXCEPT SELECT to_jsonb(n) FROM new_rows n)
      UNION ALL (SELECT to_jsonb(n) FROM new_rows n EXCEPT SELECT to_jsonb(o) FROM old_rows o)) d;
  END IF;
  SELECT array_agg(DISTINCT (r->>name)::uuid) INTO owners FROM unnest(changed) r CROSS JOIN LATERAL unnest(TG_ARGV[1:]) name
  WHERE r->>'removed_at' IS NULL AND (TG_ARGV[0] <> 'a' OR EXISTS (SELECT FROM article a WHERE a.id = (r->>name)::uuid AND a.live_revision_id IS NOT NULL));
  IF owners IS NULL OR purges_all(cardinality(owners)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags, paths)
  SELECT owner, ARRAY[purge_tag(TG_ARGV[0], owner::text)], CASE TG_ARGV[0]
    WHEN 'a' THEN ARRAY(SELECT '/' || locale || '/article/' || slug FROM article WHERE id = owner)
    WHEN 't' THEN ARRAY(SELECT '/topic/' || slug FROM topic WHERE id = owner)
    ELSE ARRAY(SELECT '/author/' || slug FROM author WHERE id = owner) END
  FROM unnest(owners) owner;
  RETURN NULL;
END
$$;
DO $$
DECLARE
  owned text[];
BEGIN
  FOREACH owned SLICE 1 IN ARRAY ARRAY[['correction', '''a'', ''article_id'''], ['article_pin', '''a'', ''article_id'''], ['article_exclusion', '''a'', ''article_id'''],
    ['topic_relation', '''t'', ''topic_id'''], ['merged_topic', '''t'', ''id'', ''topic_id'''], ['author_link', '''u'', ''author_id''']]
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_owners(%s)',
      owned[1] || '_tagged_after_insert', owned[1], owned[2]);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_owners(%s)',
      owned[1] || '_tagged_after_update', owned[1], owned[2]);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_owners(%s)',
      owned[1] || '_tagged_after_delete', owned[1], owned[2]);
  END LOOP;
END
$$;

-- 5. Topics, authors and images. A renamed topic or author is found by the new name.
CREATE FUNCTION search_tags() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_append(ARRAY(SELECT purge_tag('s', 'search locale=' || locale) FROM live_total), purge_tag('s', 'search'))
$$;

-- Topics or authors as they were and as they are, as JSON: null where one was not, or is no more.
CREATE FUNCTION purge_pages(kind text, before jsonb[], after jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
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
    own_paths := ARRAY['/' || kind || '/' || (o->>'slug'), '/' || kind || '/' || (n->>'slug')];
    IF o->>'slug' IS DISTINCT FROM n->>'slug' THEN
      own_tags := own_tags || ARRAY[purge_tag('p', kind || ' ' || (o->>'slug')), purge_tag('p', kind || ' ' || (n->>'slug'))]
        || ARRAY(SELECT purge_tag('p', purge_pages.kind || ' ' || s.slug) FROM slug_alias s WHERE page IN (s.topic_id, s.author_id));
      own_paths := own_paths || ARRAY(SELECT '/' || purge_pages.kind || '/' || s.slug FROM slug_alias s WHERE page IN (s.topic_id, s.author_id));
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

CREATE FUNCTION purge_changed_pages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{user_id,version,created_at,updated_at}';
  before jsonb[];
  after jsonb[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(NULL::jsonb), array_agg(to_jsonb(n)) INTO before, after FROM (SELECT * FROM new_rows LIMIT 1001) n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(to_jsonb(o)), array_agg(NULL::jsonb) INTO before, after FROM (SELECT * FROM old_rows LIMIT 1001) o;
  ELSE
    SELECT array_agg(to_jsonb(o)), array_agg(to_jsonb(n)) INTO before, after FROM old_rows o JOIN new_rows n ON n.id = o.id
    WHERE to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk;
  END IF;
  IF after IS NOT NULL THEN PERFORM purge_pages(TG_TABLE_NAME, before, after); END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_tagged_after_insert" AFTER INSERT ON "topic" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();
CREATE TRIGGER "topic_tagged_after_update" AFTER UPDATE ON "topic" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();
CREATE TRIGGER "topic_tagged_after_delete" AFTER DELETE ON "topic" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();
CREATE TRIGGER "author_tagged_after_insert" AFTER INSERT ON "author" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();
CREATE TRIGGER "author_tagged_after_update" AFTER UPDATE ON "author" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();
CREATE TRIGGER "author_tagged_after_delete" AFTER DELETE ON "author" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_changed_pages();

-- Readers see an image while a live article or an author's page shows it, and never one that is withheld. `expiry_told_for` changes when its rights have
-- ended. A new image is on no page, and one that is deleted was on none.
CREATE FUNCTION purge_images() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{checksum,source_url,withheld_reason,created_by_id,version,updated_at}';
  changed uuid[];
BEGIN
  SELECT array_agg(n.id) INTO changed FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk AND (o.withheld_at IS NULL OR n.withheld_at IS NULL)
    AND (EXISTS (SELECT FROM caption c JOIN article a ON a.live_revision_id = c.revision_id WHERE c.image_id = n.id) OR EXISTS (SELECT FROM author w WHERE w.image_id = n.id));
  IF changed IS NULL OR purges_all(cardinality(changed)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags) SELECT id, ARRAY[purge_tag('i', id::text), purge_tag('l', 'images')] FROM unnest(changed) id;
  RETURN NULL;
END
$$;
CREATE TRIGGER "image_tagged_after_update" AFTER UPDATE ON "image" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_images();

-- 6. Old addresses. What a draft left, readers never find, unless the article is live now.
CREATE FUNCTION purge_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
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
    array_agg(DISTINCT CASE kind WHEN 'ARTICLE' THEN '/' || locale ELSE '' END || '/' || lower(kind::text) || '/' || slug)
  FROM (SELECT coalesce(s.article_id, s.topic_id, s.author_id) AS subject, s.kind, s.locale, s.slug FROM unnest(aliases) s) a GROUP BY subject;
  RETURN NULL;
END
$$;
CREATE TRIGGER "slug_alias_tagged_after_insert" AFTER INSERT ON "slug_alias" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_addresses();
CREATE TRIGGER "slug_alias_tagged_after_update" AFTER UPDATE ON "slug_alias" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION purge_addresses();
CREATE TRIGGER "slug_alias_tagged_after_delete" AFTER DELETE ON "slug_alias" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_addresses();

-- 7. Search documents that are written again in another form may be found by other words.
CREATE FUNCTION purge_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT purges_all(1) THEN INSERT INTO pending_purge (tags) VALUES (search_tags()); END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "live_search_form_after_update" AFTER UPDATE OF form ON "live_search" FOR EACH ROW WHEN (OLD.form IS DISTINCT FROM NEW.form) EXECUTE FUNCTION purge_search();

-- 8. TRUNCATE has no rows.
CREATE FUNCTION purge_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM purges_all(1001);
  RETURN NULL;
END
$$;
CREATE TRIGGER "article_truncated" AFTER TRUNCATE ON "article" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER "topic_truncated" AFTER TRUNCATE ON "topic" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER "author_truncated" AFTER TRUNCATE ON "author" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER "image_truncated" AFTER TRUNCATE ON "image" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
