-- An event's id is given before its transaction commits, so whoever reads "all after the last id" misses the event of a slow transaction. Its position
-- is given after the commit, under a lock: who has seen a position has seen all before it. docs/decisions/017-positions-of-events.md explains it.

ALTER TABLE "outbox_event" ADD COLUMN "position" BIGINT;
CREATE SEQUENCE "outbox_position";
UPDATE "outbox_event" e SET "position" = w.place
  FROM (SELECT id, nextval('outbox_position') AS place FROM (SELECT id FROM "outbox_event" ORDER BY id) o) w WHERE e.id = w.id;

CREATE UNIQUE INDEX "outbox_event_position_key" ON "outbox_event" ("position");
CREATE INDEX "outbox_event_waiting" ON "outbox_event" ("id") WHERE "position" IS NULL;
CREATE INDEX "outbox_event_age" ON "outbox_event" USING brin ("at");

-- Gives committed events their positions, and returns those after a position. Events of one subject were written one after the other, each while its
-- transaction had the subject's row: the order of their ids is their order.
CREATE FUNCTION events_after(seen bigint, most int) RETURNS SETOF "outbox_event" LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM outbox_event WHERE position IS NULL) THEN
    PERFORM pg_advisory_xact_lock(72707370);
    -- A statement after the lock, so that it sees what another process has just done.
    UPDATE outbox_event e SET position = w.place
    FROM (SELECT id, nextval('outbox_position') AS place FROM (SELECT id FROM outbox_event WHERE position IS NULL ORDER BY id LIMIT 10000) o) w
    WHERE e.id = w.id;
  END IF;
  RETURN QUERY SELECT * FROM outbox_event WHERE position > seen ORDER BY position LIMIT most;
END
$$;
