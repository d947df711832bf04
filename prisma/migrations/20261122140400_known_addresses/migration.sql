-- An address that readers know leads where it led, whatever drafts come and go at it: a draft that leaves it takes it from other drafts alone,
-- and an article that waits to come back takes it from none that is live.
CREATE OR REPLACE FUNCTION keep_article_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO slug_alias (kind, locale, slug, article_id) VALUES ('ARTICLE', OLD.locale, OLD.slug, OLD.id)
  ON CONFLICT (kind, slug, locale) DO UPDATE SET article_id = excluded.article_id, gone_at = NULL, created_at = now()
  WHERE OLD.live_revision_id IS NOT NULL
    OR CASE WHEN OLD.first_published_at IS NULL
      THEN EXISTS (SELECT 1 FROM article a WHERE a.id = slug_alias.article_id AND a.first_published_at IS NULL)
      ELSE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = slug_alias.article_id AND a.live_revision_id IS NOT NULL) END;
  RETURN NULL;
END
$$;
