-- What the newsroom says of its site: one row, which always exists. What it leaves empty is as the variables of the server say. docs/seo.md explains it.

-- 1. The table.
CREATE TABLE "site" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "logo_id" UUID,
    "social_image_id" UUID,
    "publisher_name" TEXT,
    "publisher_url" TEXT,
    "publisher_logo_id" UUID,
    "publishing_principles" TEXT,
    "corrections_policy" TEXT,
    "ethics_policy" TEXT,
    "diversity_policy" TEXT,
    "masthead" TEXT,
    "mission_coverage_priorities_policy" TEXT,
    "verification_fact_checking_policy" TEXT,
    "unnamed_sources_policy" TEXT,
    "actionable_feedback_policy" TEXT,
    "no_bylines_policy" TEXT,
    "ownership_funding_info" TEXT,
    "x_handle" TEXT,
    "title_template" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "site_logo_id_idx" ON "site"("logo_id");
CREATE INDEX "site_social_image_id_idx" ON "site"("social_image_id");
CREATE INDEX "site_publisher_logo_id_idx" ON "site"("publisher_logo_id");

ALTER TABLE "site" ADD CONSTRAINT "site_logo_id_fkey" FOREIGN KEY ("logo_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "site" ADD CONSTRAINT "site_social_image_id_fkey" FOREIGN KEY ("social_image_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "site" ADD CONSTRAINT "site_publisher_logo_id_fkey" FOREIGN KEY ("publisher_logo_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- 2. What must hold. Its id says that there is no second one.
INSERT INTO "site" ("id") VALUES ('019ace00-0000-7000-8000-000000000001');
ALTER TABLE "site"
  ADD CONSTRAINT "site_is_one" CHECK ("id" = '019ace00-0000-7000-8000-000000000001'),
  ADD CONSTRAINT "site_texts" CHECK (length("name") BETWEEN 1 AND 100 AND length("description") BETWEEN 1 AND 500 AND length("publisher_name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "site_title_template" CHECK (length("title_template") <= 100 AND position('%s' IN "title_template") > 0),
  ADD CONSTRAINT "site_x_handle" CHECK ("x_handle" ~ '^@[A-Za-z0-9_]{1,15}$'),
  ADD CONSTRAINT "site_version_positive" CHECK ("version" > 0);

-- 3. Tags. Its images are public, as those of authors' pages are.
CREATE FUNCTION purge_site() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  o CONSTANT jsonb := to_jsonb(OLD);
  n CONSTANT jsonb := to_jsonb(NEW);
  own_tags text[] := ARRAY[purge_tag('l', 'site')];
  place text;
BEGIN
  IF o - '{version,updated_at}'::text[] IS NOT DISTINCT FROM n - '{version,updated_at}'::text[] OR purges_all(1) THEN RETURN NULL; END IF;
  FOREACH place IN ARRAY '{logo_id,social_image_id,publisher_logo_id}'::text[] LOOP
    IF o->>place IS DISTINCT FROM n->>place THEN
      own_tags := own_tags || ARRAY[purge_tag('i', o->>place), purge_tag('i', n->>place), purge_tag('l', 'images')];
    END IF;
  END LOOP;
  INSERT INTO pending_purge (subject, tags) VALUES ((coalesce(n, o)->>'id')::uuid, array_remove(own_tags, NULL));
  RETURN NULL;
END
$$;
CREATE TRIGGER "site_tagged" AFTER INSERT OR UPDATE OR DELETE ON "site" FOR EACH ROW EXECUTE FUNCTION purge_site();
CREATE TRIGGER "site_truncated" AFTER TRUNCATE ON "site" FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();

CREATE OR REPLACE FUNCTION purge_images() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk CONSTANT text[] := '{checksum,source_url,withheld_reason,created_by_id,version,updated_at}';
  changed uuid[];
BEGIN
  SELECT array_agg(n.id) INTO changed FROM old_rows o JOIN new_rows n ON n.id = o.id
  WHERE to_jsonb(o) - desk IS DISTINCT FROM to_jsonb(n) - desk AND (o.withheld_at IS NULL OR n.withheld_at IS NULL)
    AND (EXISTS (SELECT FROM caption c JOIN article a ON a.live_revision_id = c.revision_id WHERE c.image_id = n.id) OR EXISTS (SELECT FROM author w WHERE w.image_id = n.id)
      OR EXISTS (SELECT FROM site s WHERE n.id IN (s.logo_id, s.social_image_id, s.publisher_logo_id)));
  IF changed IS NULL OR purges_all(cardinality(changed)) THEN RETURN NULL; END IF;
  INSERT INTO pending_purge (subject, tags) SELECT id, ARRAY[purge_tag('i', id::text), purge_tag('l', 'images')] FROM unnest(changed) id;
  RETURN NULL;
END
$$;
