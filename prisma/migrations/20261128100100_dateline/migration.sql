-- The place that a report was written in.
ALTER TABLE "revision" ADD COLUMN "dateline" TEXT;
ALTER TABLE "revision" ADD CONSTRAINT "revision_dateline_length" CHECK (length(dateline) BETWEEN 1 AND 100);

-- Search finds it among the names (weight C).
CREATE OR REPLACE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM live_search WHERE article_id = ANY (ids) ORDER BY article_id FOR UPDATE;
  INSERT INTO live_search (article_id, config, document)
  SELECT a.id, text_search_config(a.locale), search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst,
      concat_ws(' ', r.dateline,
        (SELECT string_agg(t.name, ' ') FROM revision_topic rt JOIN topic t ON t.id = rt.topic_id WHERE rt.revision_id = r.id),
        (SELECT string_agg(DISTINCT c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
        -- A page's name may differ from the name as printed.
        (SELECT string_agg(DISTINCT w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id)),
      r.plain_text)
  FROM article a JOIN revision r ON r.id = a.live_revision_id
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE SET config = excluded.config, document = excluded.document;
END
$$;
