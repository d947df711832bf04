-- A hint that there are new events, for processes that LISTEN: they read at once, and not within half a second. Sent at the commit, once for each
-- transaction, without a payload. Such commits wait for one another (a lock of the whole server), so no other transaction notifies.
CREATE FUNCTION notify_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('copydesk_events', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_event_notifies" AFTER INSERT ON "outbox_event" FOR EACH STATEMENT EXECUTE FUNCTION notify_events();
