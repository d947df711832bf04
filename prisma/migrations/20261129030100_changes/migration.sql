-- What `changes` reads: the events in their order, of readers only those of published things, and how far events were deleted. docs/events.md explains it.

CREATE TABLE "event_horizon" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL DEFAULT 0,
    "readers_position" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "event_horizon_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "event_horizon" ADD CONSTRAINT "event_horizon_is_one" CHECK ("id" = 1);

-- Whether readers see an event: EVENTS of src/outbox/events.ts has the reasons, and a test compares the two. An event of an image has the image's own tag
-- if something that readers see showed it. The index below depends on it: a migration that changes it makes the index again.
CREATE FUNCTION event_for_readers(type text, payload jsonb, tags text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN type IN ('image.created', 'image.deleted') THEN false
    WHEN type LIKE 'image.%' THEN coalesce('i' || substr(md5(split_part(payload->>'id', '_', 2)), 1, 8) = ANY (tags), false)
    WHEN type = 'author.updated' THEN NOT coalesce(payload->'changedFields' <@ '["user"]', false)
    ELSE true
  END
$$;

-- Readers find their events without looking at those of the desk, of which an upload of an archive may write a million.
CREATE INDEX "outbox_event_of_readers" ON "outbox_event" ("position") WHERE "position" IS NOT NULL AND event_for_readers("type", "payload", "tags");

-- Nobody knows what was deleted before.
INSERT INTO "event_horizon" ("position", "readers_position")
SELECT gone, gone FROM (SELECT coalesce((SELECT min(position) - 1 FROM outbox_event), (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM outbox_position)) AS gone) e;

-- For every writer, also SQL by hand.
CREATE FUNCTION note_deleted_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event_horizon h SET position = greatest(h.position, d.newest), readers_position = greatest(h.readers_position, d.newest_of_readers)
  FROM (SELECT max(o.position) AS newest, max(o.position) FILTER (WHERE event_for_readers(o.type, o.payload, o.tags)) AS newest_of_readers FROM old_rows o) d
  WHERE d.newest > h.position OR d.newest_of_readers > h.readers_position;
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_event_deleted" AFTER DELETE ON "outbox_event" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_events();

CREATE FUNCTION note_all_events_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event_horizon SET position = greatest(position, newest), readers_position = greatest(readers_position, newest)
  FROM (SELECT (SELECT last_value FROM outbox_position WHERE is_called) AS newest) s;
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_event_truncated" AFTER TRUNCATE ON "outbox_event" FOR EACH STATEMENT EXECUTE FUNCTION note_all_events_deleted();
