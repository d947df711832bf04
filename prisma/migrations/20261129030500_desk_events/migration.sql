-- What the desk does with articles, for those who are connected (docs/live-updates.md). Each entry of the audit trail about an article gets a place in an order
-- of commits, as the events in outbox_event do (docs/decisions/017): given after the commit, under a lock, and only when somebody asks.
CREATE TABLE "desk_event" (
    "id" BIGSERIAL NOT NULL,
    "activity_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "position" BIGINT,

    CONSTRAINT "desk_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "desk_event_position_key" ON "desk_event"("position");
CREATE INDEX "desk_event_waiting" ON "desk_event" ("id") WHERE "position" IS NULL;
CREATE SEQUENCE "desk_position";

-- Whose lock it was, of an entry about a lock that was taken over or ended by somebody else.
ALTER TABLE "activity" ADD COLUMN "lost_by_id" UUID;

CREATE FUNCTION note_desk_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO desk_event (activity_id) SELECT id FROM new_rows WHERE subject_type = 'Article';
  RETURN NULL;
END
$$;
CREATE TRIGGER "activity_is_told" AFTER INSERT ON "activity" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_desk_events();

-- Gives committed events their positions, and returns the newest position.
CREATE FUNCTION place_desk_events() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM desk_event WHERE position IS NULL) THEN
    PERFORM pg_advisory_xact_lock(72707371);
    -- A statement after the lock, so that it sees what another process has just done.
    UPDATE desk_event e SET position = w.place
    FROM (SELECT id, nextval('desk_position') AS place FROM (SELECT id FROM desk_event WHERE position IS NULL ORDER BY id) o) w WHERE e.id = w.id;
  END IF;
  RETURN coalesce((SELECT max(position) FROM desk_event), 0);
END
$$;

-- The same, and returns the events after a position.
CREATE FUNCTION desk_events_after(seen bigint, most int) RETURNS SETOF "desk_event" LANGUAGE plpgsql AS $$
BEGIN
  PERFORM place_desk_events();
  RETURN QUERY SELECT * FROM desk_event WHERE position > seen ORDER BY position LIMIT most;
END
$$;
