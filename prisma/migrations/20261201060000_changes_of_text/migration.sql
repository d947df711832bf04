-- What others show of an article, e.g. a front or a list, is its card: headline, picture, byline, dates. Until now another text, or a correction, purged these too,
-- although they look as they did. Answers that show nothing else of an article depend on the tag of its card now (letter c), which such a change does not purge.
-- docs/tags.md has the table. And such a change leaves the article where it is in the lists of its topics, of the topics above them and of its authors: the rows
-- and totals of these lists are not written again, and what readers see of them is not purged.

-- As `readingTimeMinutes` in src/content/word-count.ts says it: cards show minutes, and not how many words there are.
CREATE FUNCTION reading_minutes(words int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT greatest(1, floor(words / 238.0 + 0.5)::int)
$$;

-- Whether the cards of two revisions differ: whatever is not text or of the desk. A new column is part of the card until somebody says otherwise.
CREATE FUNCTION cards_differ(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  rest CONSTANT text[] := '{id,number,body,plain_text,word_count,created_at,created_by_id,summary,name,restored_from}';
BEGIN
  RETURN one IS DISTINCT FROM other AND (
    (SELECT to_jsonb(r) - rest || jsonb_build_object('minutes', reading_minutes(r.word_count)) FROM revision r WHERE r.id = one) IS DISTINCT FROM
    (SELECT to_jsonb(r) - rest || jsonb_build_object('minutes', reading_minutes(r.word_count)) FROM revision r WHERE r.id = other)
    OR (SELECT jsonb_agg(to_jsonb(t) - 'revision_id' ORDER BY t.position) FROM revision_topic t WHERE t.revision_id = one) IS DISTINCT FROM
    (SELECT jsonb_agg(to_jsonb(t) - 'revision_id' ORDER BY t.position) FROM revision_topic t WHERE t.revision_id = other)
    OR (SELECT jsonb_agg(to_jsonb(c) - 'revision_id' ORDER BY c.position) FROM credit c WHERE c.revision_id = one) IS DISTINCT FROM
    (SELECT jsonb_agg(to_jsonb(c) - 'revision_id' ORDER BY c.position) FROM credit c WHERE c.revision_id = other)
    OR (SELECT jsonb_agg(to_jsonb(c) - 'revision_id' ORDER BY c.position) FROM caption c WHERE c.revision_id = one) IS DISTINCT FROM
    (SELECT jsonb_agg(to_jsonb(c) - 'revision_id' ORDER BY c.position) FROM caption c WHERE c.revision_id = other));
END
$$;

-- As before, with the tags of cards, and of branches whose articles say something else. An image changes where a card does: which articles show it, and with which caption.
CREATE OR REPLACE FUNCTION purge_articles(before article[], after article[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{version,status,workflow_state,latest_revision_id,scheduled_revision_id,scheduled_for,scheduled_redate,unpublish_at,embargoed_until,withdrawn_at,withdrawal_reason,trashed_at,editor_note,created_at,created_by_id,updated_at}';
  text CONSTANT text[] := '{live_revision_id,live_updated_at,content_modified_at}';
  o article;
  n article;
  changed uuid;
  is_read boolean;
  is_moved boolean;
  is_placed boolean;
  is_on_card boolean;
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
    is_placed := is_read AND (o.live_revision_id IS NULL, o.published_at, o.first_published_at, o.locale)
      IS DISTINCT FROM (n.live_revision_id IS NULL, n.published_at, n.first_published_at, n.locale);
    is_on_card := is_read AND ((o.live_revision_id IS NULL) <> (n.live_revision_id IS NULL)
      OR to_jsonb(o) - desk - text IS DISTINCT FROM to_jsonb(n) - desk - text OR cards_differ(o.live_revision_id, n.live_revision_id));
    own_tags := CASE WHEN is_on_card THEN ARRAY[purge_tag('a', changed::text), purge_tag('c', changed::text)]
      WHEN is_read THEN ARRAY[purge_tag('a', changed::text)] ELSE '{}' END;
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
        || ARRAY(SELECT DISTINCT purge_tag('l', 'articles branch=' || c.ancestor_id) FROM revision_topic t JOIN topic_ancestor c ON c.topic_id = t.topic_id
          WHERE t.revision_id IN (o.live_revision_id, n.live_revision_id));
    END IF;
    IF is_on_card AND o.live_revision_id IS DISTINCT FROM n.live_revision_id THEN
      own_tags := own_tags || ARRAY(SELECT unnest(ARRAY[purge_tag('i', p.image_id::text), purge_tag('l', 'images')]) FROM caption p
        WHERE p.revision_id IN (o.live_revision_id, n.live_revision_id));
    END IF;
    -- It enters, leaves or changes its place in lists.
    IF is_placed THEN
      own_tags := own_tags || ARRAY[purge_tag('l', 'entries'),
        purge_tag('l', 'entries locale=' || coalesce(o.locale, n.locale)), purge_tag('l', 'entries locale=' || coalesce(n.locale, o.locale))];
    END IF;
    IF is_placed OR topics_differ(o.live_revision_id, n.live_revision_id) THEN
      own_tags := own_tags || ARRAY(SELECT purge_tag('l', 'entries topic=' || t.topic_id) FROM revision_topic t
        WHERE t.revision_id IN (o.live_revision_id, n.live_revision_id));
    END IF;
    IF is_placed OR authors_differ(o.live_revision_id, n.live_revision_id) THEN
      own_tags := own_tags || ARRAY(SELECT purge_tag('l', 'entries author=' || c.author_id) FROM credit c
        WHERE c.revision_id IN (o.live_revision_id, n.live_revision_id) AND c.author_id IS NOT NULL);
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

-- As before, with the tags of cards.
CREATE OR REPLACE FUNCTION purge_revision_parts() RETURNS trigger LANGUAGE plpgsql AS $$
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
    ARRAY[purge_tag('a', a.id::text), purge_tag('c', a.id::text), purge_tag('s', 'search'), purge_tag('s', 'search locale=' || a.locale)],
    CASE WHEN part ? 'topic_id' THEN ARRAY[purge_tag('l', 'articles topic=' || (part->>'topic_id')), purge_tag('l', 'entries topic=' || (part->>'topic_id'))]
      WHEN part ? 'image_id' THEN ARRAY[purge_tag('i', part->>'image_id'), purge_tag('l', 'images')]
      WHEN part->>'author_id' IS NOT NULL THEN ARRAY[purge_tag('l', 'articles author=' || (part->>'author_id')), purge_tag('l', 'entries author=' || (part->>'author_id'))] ELSE '{}' END)) tag
  GROUP BY a.id;
  RETURN NULL;
END
$$;

-- As before, with the tags of entries.
CREATE OR REPLACE FUNCTION purge_branches() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  articles bigint;
  branches bigint;
BEGIN
  -- Everything is purged already.
  IF purges_all(0) THEN RETURN NULL; END IF;
  SELECT count(DISTINCT article_id), count(DISTINCT topic_id) INTO articles, branches FROM changed_rows;
  IF articles = 0 THEN RETURN NULL; END IF;
  IF branches > 1000 THEN
    PERFORM purges_all(1001);
  ELSIF articles <= 100 THEN
    INSERT INTO pending_purge (subject, tags) SELECT article_id, array_agg(purge_tag('l', list || topic_id))
    FROM changed_rows CROSS JOIN unnest('{articles branch=,entries branch=}'::text[]) list GROUP BY article_id;
  ELSE
    INSERT INTO pending_purge (tags) SELECT array_agg(DISTINCT purge_tag('l', list || topic_id))
    FROM changed_rows CROSS JOIN unnest('{articles branch=,entries branch=}'::text[]) list;
  END IF;
  RETURN NULL;
END
$$;

-- As before, but what has the same topics, authors, date and language stays in its lists.
CREATE OR REPLACE FUNCTION live_after_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{version,status,workflow_state,latest_revision_id,scheduled_revision_id,scheduled_for,scheduled_redate,unpublish_at,embargoed_until,withdrawn_at,withdrawal_reason,trashed_at,editor_note,created_at,created_by_id,updated_at}';
  before article[]; after article[];
  changed uuid[]; stay uuid[];
  gone uuid[]; gone_revisions uuid[]; gone_locales text[];
  come uuid[]; come_revisions uuid[]; come_locales text[];
BEGIN
  SELECT array_agg(o::article), array_agg(n::article) INTO before, after FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE CASE WHEN o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL THEN to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk
    ELSE (o.first_published_at IS NOT NULL OR n.first_published_at IS NOT NULL)
      AND (o.slug, o.locale, gone_since(o::article)) IS DISTINCT FROM (n.slug, n.locale, gone_since(n::article)) END;
  IF after IS NULL THEN RETURN NULL; END IF;
  SELECT array_agg(n.id) INTO changed FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE (o.live_revision_id IS NOT NULL OR n.live_revision_id IS NOT NULL)
    AND (o.live_revision_id, o.published_at, o.locale) IS DISTINCT FROM (n.live_revision_id, n.published_at, n.locale);
  IF changed IS NOT NULL THEN
    -- A merge gives articles other topics.
    PERFORM pg_advisory_xact_lock_shared(hashtext('topic merge'));
    stay := ARRAY(SELECT n.id FROM old_rows o JOIN new_rows n ON n.id = o.id
      WHERE n.id = ANY (changed) AND o.live_revision_id IS NOT NULL AND n.live_revision_id IS NOT NULL
        AND (o.published_at, o.locale) IS NOT DISTINCT FROM (n.published_at, n.locale)
        AND NOT topics_differ(o.live_revision_id, n.live_revision_id) AND NOT authors_differ(o.live_revision_id, n.live_revision_id)
      ORDER BY n.id);
    SELECT array_agg(o.id) FILTER (WHERE o.live_revision_id IS NOT NULL), array_agg(o.live_revision_id), array_agg(o.locale) FILTER (WHERE o.live_revision_id IS NOT NULL),
      array_agg(n.id) FILTER (WHERE n.live_revision_id IS NOT NULL), array_agg(n.live_revision_id), array_agg(n.locale) FILTER (WHERE n.live_revision_id IS NOT NULL)
    INTO gone, gone_revisions, gone_locales, come, come_revisions, come_locales
    FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE n.id = ANY (changed) AND n.id <> ALL (stay);
  END IF;
  IF gone IS NOT NULL OR come IS NOT NULL THEN
    PERFORM lock_totals(gone_revisions || come_revisions, coalesce(gone_locales, '{}') || coalesce(come_locales, '{}'));
    -- All in one order, as everybody locks them.
    PERFORM 1 FROM live_search WHERE article_id = ANY (changed) ORDER BY article_id FOR UPDATE;
    IF gone IS NOT NULL THEN PERFORM leave_live(gone), count_live(gone_locales, -1); END IF;
    IF come IS NOT NULL THEN PERFORM enter_live(come), count_live(come_locales, 1); END IF;
  END IF;
  IF cardinality(stay) > 0 THEN PERFORM write_search_documents(stay); END IF;
  PERFORM purge_articles(before, after);
  RETURN NULL;
END
$$;
