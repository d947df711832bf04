-- A list of articles says which articles there are, and in which order. Until now every change of an article purged its lists, also of one that was corrected and
-- stands where it stood: the front page, the pages of its topics and of its authors, and every page with related articles of these. Events have another tag for
-- that now, `entries`, which is purged when an article enters or leaves a list or changes its place in it. docs/tags.md has the table. The tags `articles` are what
-- they were: subscriptions and feeds follow them.

-- Whether two revisions have other topics. Related topics depend on which topics stand together, and related articles on how many topics they share: a change
-- concerns the lists of all these topics, also of those that both revisions have.
CREATE FUNCTION topics_differ(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN one IS DISTINCT FROM other AND
    (SELECT array_agg(topic_id ORDER BY topic_id) FROM revision_topic WHERE revision_id = one) IS DISTINCT FROM
    (SELECT array_agg(topic_id ORDER BY topic_id) FROM revision_topic WHERE revision_id = other);
END
$$;

-- The same of authors with a page.
CREATE FUNCTION authors_differ(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN one IS DISTINCT FROM other AND
    (SELECT array_agg(DISTINCT author_id) FROM credit WHERE revision_id = one AND author_id IS NOT NULL) IS DISTINCT FROM
    (SELECT array_agg(DISTINCT author_id) FROM credit WHERE revision_id = other AND author_id IS NOT NULL);
END
$$;

-- As before, with the tags of entries.
CREATE OR REPLACE FUNCTION purge_articles(before article[], after article[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  o article;
  n article;
  changed uuid;
  is_read boolean;
  is_moved boolean;
  is_placed boolean;
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

-- As before, with the tags of entries.
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
    ARRAY[purge_tag('a', a.id::text), purge_tag('s', 'search'), purge_tag('s', 'search locale=' || a.locale)],
    CASE WHEN part ? 'topic_id' THEN ARRAY[purge_tag('l', 'articles topic=' || (part->>'topic_id')), purge_tag('l', 'entries topic=' || (part->>'topic_id'))]
      WHEN part ? 'image_id' THEN ARRAY[purge_tag('i', part->>'image_id'), purge_tag('l', 'images')]
      WHEN part->>'author_id' IS NOT NULL THEN ARRAY[purge_tag('l', 'articles author=' || (part->>'author_id')), purge_tag('l', 'entries author=' || (part->>'author_id'))] ELSE '{}' END)) tag
  GROUP BY a.id;
  RETURN NULL;
END
$$;
