-- Fronts: pages that editors put together of articles. A front is one row with its pointers, as an article is; slots and pins belong to a revision, and never
-- change. docs/fronts.md explains them.

-- 1. Tables.
CREATE TYPE "front_slot_size" AS ENUM ('LARGE', 'MEDIUM', 'SMALL');

CREATE TABLE "front" (
    "id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "live_revision_id" UUID,
    "latest_revision_id" UUID NOT NULL,
    "scheduled_revision_id" UUID,
    "first_published_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "scheduled_for" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "front_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "front_revision" (
    "id" UUID NOT NULL,
    "front_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "restored_from" INTEGER,

    CONSTRAINT "front_revision_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "front_slot" (
    "id" UUID NOT NULL,
    "revision_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "size" "front_slot_size" NOT NULL,
    "allow_repeats" BOOLEAN NOT NULL DEFAULT false,
    "fill_count" INTEGER,
    "fill_locales" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "fill_topic_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "fill_author_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "front_slot_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "front_pin" (
    "id" UUID NOT NULL,
    "slot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "article_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3),
    "headline" TEXT,
    "kicker" TEXT,
    "standfirst" TEXT,
    "caption_id" UUID,

    CONSTRAINT "front_pin_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "front_slug_locale_key" ON "front"("slug", "locale");
CREATE UNIQUE INDEX "front_live_revision_id_id_key" ON "front"("live_revision_id", "id");
CREATE UNIQUE INDEX "front_latest_revision_id_id_key" ON "front"("latest_revision_id", "id");
CREATE UNIQUE INDEX "front_revision_front_id_number_key" ON "front_revision"("front_id", "number");
CREATE UNIQUE INDEX "front_revision_id_front_id_key" ON "front_revision"("id", "front_id");
CREATE INDEX "front_revision_created_by_id_idx" ON "front_revision"("created_by_id");
CREATE UNIQUE INDEX "front_slot_revision_id_position_key" ON "front_slot"("revision_id", "position");
CREATE UNIQUE INDEX "front_slot_revision_id_name_key" ON "front_slot"("revision_id", "name");
CREATE UNIQUE INDEX "front_pin_slot_id_position_key" ON "front_pin"("slot_id", "position");
CREATE UNIQUE INDEX "front_pin_slot_id_article_id_key" ON "front_pin"("slot_id", "article_id");
CREATE INDEX "front_pin_article_id_idx" ON "front_pin"("article_id");

-- What the filling rule of a slot reads, of one language.
CREATE INDEX "live_credit_author_id_locale_published_at_article_id_idx" ON "live_credit"("author_id", "locale", "published_at" DESC, "article_id" DESC);

ALTER TABLE "front" ADD CONSTRAINT "front_live_revision_id_id_fkey" FOREIGN KEY ("live_revision_id", "id") REFERENCES "front_revision"("id", "front_id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "front" ADD CONSTRAINT "front_latest_revision_id_id_fkey" FOREIGN KEY ("latest_revision_id", "id") REFERENCES "front_revision"("id", "front_id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "front" ADD CONSTRAINT "front_scheduled_revision_id_id_fkey" FOREIGN KEY ("scheduled_revision_id", "id") REFERENCES "front_revision"("id", "front_id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "front" ADD CONSTRAINT "front_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
ALTER TABLE "front_revision" ADD CONSTRAINT "front_revision_front_id_fkey" FOREIGN KEY ("front_id") REFERENCES "front"("id") ON DELETE CASCADE ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "front_revision" ADD CONSTRAINT "front_revision_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
ALTER TABLE "front_slot" ADD CONSTRAINT "front_slot_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "front_revision"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "front_pin" ADD CONSTRAINT "front_pin_slot_id_fkey" FOREIGN KEY ("slot_id") REFERENCES "front_slot"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "front_pin" ADD CONSTRAINT "front_pin_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- 2. What the clock reads, and what must hold.
CREATE INDEX "front_due" ON "front" ("scheduled_for", "id") WHERE "scheduled_for" IS NOT NULL;

ALTER TABLE "front"
  ADD CONSTRAINT "front_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length("slug") <= 200),
  ADD CONSTRAINT "front_locale_form" CHECK ("locale" ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  ADD CONSTRAINT "front_live_dates" CHECK ("live_revision_id" IS NULL OR ("published_at" IS NOT NULL AND "first_published_at" IS NOT NULL)),
  ADD CONSTRAINT "front_schedule_whole" CHECK (("scheduled_for" IS NULL) = ("scheduled_revision_id" IS NULL)),
  ADD CONSTRAINT "front_version_positive" CHECK ("version" > 0);
ALTER TABLE "front_revision"
  ADD CONSTRAINT "front_revision_name_length" CHECK (length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "front_revision_number_positive" CHECK ("number" > 0);
ALTER TABLE "front_slot"
  ADD CONSTRAINT "front_slot_texts" CHECK (length("name") BETWEEN 1 AND 100 AND length("title") <= 200),
  ADD CONSTRAINT "front_slot_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "front_slot_fill" CHECK (CASE WHEN "fill_count" IS NULL THEN cardinality("fill_locales") = 0 AND cardinality("fill_topic_ids") = 0 AND cardinality("fill_author_ids") = 0
    ELSE "fill_count" BETWEEN 1 AND 40 AND cardinality("fill_locales") > 0 AND (cardinality("fill_topic_ids") = 0 OR cardinality("fill_author_ids") = 0) END);
ALTER TABLE "front_pin"
  ADD CONSTRAINT "front_pin_texts" CHECK (length("headline") <= 300 AND length("kicker") <= 100 AND length("standfirst") <= 1000),
  ADD CONSTRAINT "front_pin_position_natural" CHECK ("position" >= 0);

CREATE FUNCTION front_parts_are_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of a front never changes: save a new revision', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "front_revision_is_immutable" BEFORE UPDATE ON "front_revision" FOR EACH ROW
  WHEN ((OLD."id", OLD."front_id", OLD."number", OLD."name", OLD."created_at", OLD."restored_from")
    IS DISTINCT FROM (NEW."id", NEW."front_id", NEW."number", NEW."name", NEW."created_at", NEW."restored_from")) EXECUTE FUNCTION front_parts_are_immutable();
CREATE TRIGGER "front_slot_is_immutable" BEFORE UPDATE ON "front_slot" FOR EACH ROW EXECUTE FUNCTION front_parts_are_immutable();
CREATE TRIGGER "front_pin_is_immutable" BEFORE UPDATE ON "front_pin" FOR EACH ROW EXECUTE FUNCTION front_parts_are_immutable();

-- 3. What readers see of a revision, slot after slot. A pin stands while its article is live, its time has not ended, and the picture that it chose may be
-- shown. What is missing to `fill_count` is filled by the newest live articles that the rule allows. A fill takes no article that an earlier slot
-- shows or that any slot pins; a slot that allows repeats takes no article twice itself, and looks at no other slot. Every part reads the top of one index.
CREATE FUNCTION front_fill(locales text[], topics uuid[], authors uuid[], excluded uuid[], most int) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF cardinality(topics) > 0 THEN
    RETURN ARRAY(SELECT f.article_id FROM (
        SELECT DISTINCT l.published_at, l.article_id FROM (SELECT DISTINCT topic_led_to(named) AS id FROM unnest(topics) named) t CROSS JOIN unnest(locales) language
        CROSS JOIN LATERAL (SELECT article_id, published_at FROM live_topic WHERE topic_id = t.id AND locale = language AND article_id <> ALL (excluded)
          ORDER BY published_at DESC, article_id DESC LIMIT most) l) f
      ORDER BY f.published_at DESC, f.article_id DESC LIMIT most);
  ELSIF cardinality(authors) > 0 THEN
    RETURN ARRAY(SELECT f.article_id FROM (
        SELECT DISTINCT l.published_at, l.article_id FROM unnest(authors) author CROSS JOIN unnest(locales) language
        CROSS JOIN LATERAL (SELECT article_id, published_at FROM live_credit WHERE author_id = author AND locale = language AND article_id <> ALL (excluded)
          ORDER BY published_at DESC, article_id DESC LIMIT most) l) f
      ORDER BY f.published_at DESC, f.article_id DESC LIMIT most);
  END IF;
  RETURN ARRAY(SELECT l.id FROM unnest(locales) language
    CROSS JOIN LATERAL (SELECT id, published_at FROM article WHERE locale = language AND live_revision_id IS NOT NULL AND id <> ALL (excluded)
      ORDER BY published_at DESC, id DESC LIMIT most) l
    ORDER BY l.published_at DESC, l.id DESC LIMIT most);
END
$$;

-- An image that may not be shown now: src/image/display/rights.expressions.ts has the same.
CREATE FUNCTION front_shown(revision uuid) RETURNS TABLE (slot_id uuid, article_ids uuid[], pin_ids uuid[]) LANGUAGE plpgsql STABLE AS $$
DECLARE
  slot front_slot;
  pinned CONSTANT uuid[] := ARRAY(SELECT p.article_id FROM front_slot s JOIN front_pin p ON p.slot_id = s.id WHERE s.revision_id = revision);
  own uuid[];
  shown uuid[] := '{}';
BEGIN
  FOR slot IN SELECT * FROM front_slot s WHERE s.revision_id = revision ORDER BY s.position LOOP
    slot_id := slot.id;
    SELECT coalesce(array_agg(p.article_id ORDER BY p.position), '{}'), coalesce(array_agg(p.id ORDER BY p.position), '{}') INTO article_ids, pin_ids
    FROM front_pin p JOIN article a ON a.id = p.article_id
    WHERE p.slot_id = slot.id AND a.live_revision_id IS NOT NULL AND (p.until IS NULL OR p.until > now())
      AND NOT EXISTS (SELECT FROM caption c JOIN image i ON i.id = c.image_id WHERE c.revision_id = a.live_revision_id AND c.id = p.caption_id
        AND (i.withheld_at IS NOT NULL OR i.rights_expire_at <= now()));
    IF slot.fill_count > cardinality(article_ids) THEN
      own := ARRAY(SELECT p.article_id FROM front_pin p WHERE p.slot_id = slot.id);
      article_ids := article_ids || front_fill(slot.fill_locales, slot.fill_topic_ids, slot.fill_author_ids,
        CASE WHEN slot.allow_repeats THEN own ELSE pinned || shown END, slot.fill_count - cardinality(article_ids));
    END IF;
    shown := shown || article_ids;
    RETURN NEXT;
  END LOOP;
END
$$;

-- 4. What readers see of a front has the tags and the path of its page. The entries of a front change with its articles, whose tags its readers have.
CREATE FUNCTION purge_fronts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{version,latest_revision_id,scheduled_revision_id,scheduled_for,created_at,created_by_id,updated_at}';
  changed jsonb[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(to_jsonb(n)) INTO changed FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(to_jsonb(o)) INTO changed FROM old_rows o;
  ELSE
    SELECT array_agg(r.front) INTO changed FROM old_rows o JOIN new_rows n ON n.id = o.id
      CROSS JOIN LATERAL (VALUES (to_jsonb(o)), (to_jsonb(n))) r (front) WHERE to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk;
  END IF;
  changed := ARRAY(SELECT front FROM unnest(changed) front WHERE front->>'live_revision_id' IS NOT NULL);
  IF cardinality(changed) = 0 OR purges_all(cardinality(changed)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags)
  SELECT (front->>'id')::uuid, ARRAY[purge_tag('f', front->>'id'), purge_tag('l', 'fronts'), purge_tag('p', 'front ' || (front->>'slug'))] FROM unnest(changed) front;
  RETURN NULL;
END
$$;
CREATE TRIGGER "front_tagged_after_insert" AFTER INSERT ON "front" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_fronts();
CREATE TRIGGER "front_tagged_after_update" AFTER UPDATE ON "front" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_fronts();
CREATE TRIGGER "front_tagged_after_delete" AFTER DELETE ON "front" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION purge_fronts();
CREATE TRIGGER "front_truncated" AFTER TRUNCATE ON "front" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();

-- Fronts are a kind with a coarse tag, too.
CREATE OR REPLACE FUNCTION place_purges() RETURNS trigger LANGUAGE plpgsql AS $$
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
  complete AS (SELECT id, tag FROM tag UNION SELECT id, left(tag, 1) || 'all' FROM tag WHERE left(tag, 1) IN ('a', 't', 'u', 'i', 'f') AND tag <> 'all'),
  purge AS (
    SELECT c.id, array_agg(c.tag ORDER BY c.tag COLLATE "C") AS tags,
      ARRAY(SELECT DISTINCT path FROM placed p CROSS JOIN LATERAL unnest(p.paths) path WHERE p.id IS NOT DISTINCT FROM c.id ORDER BY path) AS paths
    FROM complete c GROUP BY c.id),
  added AS (INSERT INTO outbox_event (type, payload, tags, paths) SELECT 'site.changed', '{}', tags, paths FROM purge WHERE id IS NULL)
  UPDATE outbox_event e SET tags = p.tags, paths = p.paths FROM purge p WHERE e.id = p.id;
  RETURN NULL;
END
$$;
