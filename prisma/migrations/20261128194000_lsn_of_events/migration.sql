-- Where the write-ahead log ended when an event got its position, which is after its commit: a replica that has replayed so much has what the event
-- tells of. In bytes from the log's beginning, as pg_lsn minus '0/0'.

ALTER TABLE "outbox_event" ADD COLUMN "lsn" BIGINT;

CREATE OR REPLACE FUNCTION events_after(seen bigint, most int) RETURNS SETOF "outbox_event" LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM outbox_event WHERE position IS NULL) THEN
    PERFORM pg_advisory_xact_lock(72707370);
    -- A statement after the lock, so that it sees what another process has just done.
    UPDATE outbox_event e SET position = w.place, lsn = (w.ends - '0/0'::pg_lsn)::bigint
    FROM (
      SELECT id, nextval('outbox_position') AS place, pg_current_wal_insert_lsn() AS ends
      FROM (SELECT id FROM outbox_event WHERE position IS NULL ORDER BY id LIMIT 10000) o
    ) w
    WHERE e.id = w.id;
  END IF;
  RETURN QUERY SELECT * FROM outbox_event WHERE position > seen ORDER BY position LIMIT most;
END
$$;
