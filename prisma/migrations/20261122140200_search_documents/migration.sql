-- Search documents that stay exact when several transactions have a reason to write the same one: a publication, a renamed topic, a renamed
-- author, a merge. docs/database.md explains it.

-- Whoever writes a document holds it before looking at what it is made of: the second of two sees what the first has changed.
CREATE OR REPLACE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM live_search WHERE article_id = ANY (ids) ORDER BY article_id FOR UPDATE;
  INSERT INTO live_search (article_id, config, document)
  SELECT a.id, text_search_config(a.locale), search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst,
      concat_ws(' ', (SELECT string_agg(t.name, ' ') FROM revision_topic rt JOIN topic t ON t.id = rt.topic_id WHERE rt.revision_id = r.id),
        (SELECT string_agg(DISTINCT c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
        -- A page's name may differ from the name as printed.
        (SELECT string_agg(DISTINCT w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id)),
      r.plain_text)
  FROM article a JOIN revision r ON r.id = a.live_revision_id
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE SET config = excluded.config, document = excluded.document;
END
$$;

-- A publication holds the totals of its topics and authors until it ends: what goes live while a name changes is found by the new one.
CREATE OR REPLACE FUNCTION topic_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM topic_total WHERE topic_id = NEW.id FOR UPDATE;
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_topic WHERE topic_id = NEW.id));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION author_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM author_total WHERE author_id = NEW.id FOR UPDATE;
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_credit WHERE author_id = NEW.id));
  RETURN NULL;
END
$$;
