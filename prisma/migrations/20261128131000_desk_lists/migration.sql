-- The desk's lists of the few articles that have something. An index holds only those, so that the others cost nothing.
CREATE INDEX "article_under_embargo" ON "article" (embargoed_until, id) WHERE embargoed_until IS NOT NULL;
CREATE INDEX "article_withdrawn" ON "article" (withdrawn_at DESC, id DESC) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX "article_in_trash" ON "article" (trashed_at DESC, id DESC) WHERE trashed_at IS NOT NULL;
CREATE INDEX "article_with_note" ON "article" (updated_at DESC, id DESC) WHERE editor_note IS NOT NULL;
CREATE INDEX "article_with_changes" ON "article" (updated_at DESC, id DESC) WHERE live_revision_id IS DISTINCT FROM latest_revision_id;
