-- Related topics are ranked by how often two topics stand together and by how large the other topic is. Its size is a power of two, so that a publication
-- rarely changes it. docs/tags.md has the tags.

-- The square root of the least power of two that is not below `articles` (at least 1): what scores are divided by.
CREATE FUNCTION topic_size_root(articles int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT power(2::float8, ceil(ln(greatest(articles, 1)::float8) / ln(2::float8) - 1e-9) / 2)
$$;

-- What is related to these topics is ranked otherwise now. Beside a large topic are very many others: then what is related to any is purged.
CREATE FUNCTION purge_related_topics(topics uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF topics IS NULL OR purges_all(1) THEN RETURN; END IF;
  INSERT INTO pending_purge (tags) SELECT CASE WHEN cardinality(topics) > 200 THEN ARRAY[purge_tag('l', 'related topics')]
    ELSE ARRAY(SELECT purge_tag('l', 'related topics topic=' || id) FROM unnest(topics) id) END;
END
$$;

-- A topic has another size: the scores change beside every topic that it stands together with. Without articles before or after, all that it stands together
-- with changes in the same transaction, and is purged with the lists of those topics.
CREATE FUNCTION topic_resized() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM purge_related_topics(array_agg(DISTINCT p.topic_id)) FROM old_rows o
  JOIN new_rows n ON n.topic_id = o.topic_id JOIN topic_pair p ON p.other_id = n.topic_id AND p.articles > 0
  WHERE o.articles > 0 AND n.articles > 0 AND topic_size_root(o.articles) <> topic_size_root(n.articles);
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_total_tagged_after_update" AFTER UPDATE ON "topic_total" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION topic_resized();

-- A merged topic is deleted, and the other one takes its place beside all topics that it stood together with.
CREATE FUNCTION topic_pairs_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM purge_related_topics(array_agg(DISTINCT topic_id)) FROM old_rows WHERE articles > 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER "topic_pair_tagged_after_delete" AFTER DELETE ON "topic_pair" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION topic_pairs_deleted();
