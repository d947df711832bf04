-- A merge of topics changes which topics a revision has, and so which totals its publication must lock: the two wait for one another. The merge
-- (src/topic/merge-topics.write.ts) takes the same lock for itself alone, before any row.
CREATE OR REPLACE FUNCTION lock_totals(revisions uuid[], locales text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('topic merge'));
  PERFORM 1 FROM topic_total t WHERE t.topic_id IN (SELECT rt.topic_id FROM revision_topic rt WHERE rt.revision_id = ANY (revisions))
    ORDER BY t.topic_id FOR UPDATE;
  PERFORM 1 FROM author_total t WHERE t.author_id IN (SELECT c.author_id FROM credit c WHERE c.revision_id = ANY (revisions))
    ORDER BY t.author_id FOR UPDATE;
  INSERT INTO live_total (locale) SELECT DISTINCT l FROM unnest(locales) l ORDER BY l ON CONFLICT DO NOTHING;
  PERFORM 1 FROM live_total t WHERE t.locale = ANY (locales) ORDER BY t.locale FOR UPDATE;
END
$$;
