-- What Prisma's schema language cannot say of events. docs/database.md explains each.

ALTER TABLE "outbox_event" ADD CONSTRAINT "outbox_event_of_article" CHECK ((article_id IS NOT NULL) = (type LIKE 'article.%'));

-- The ends of rights that are yet to be told, for the clock to look at every second: few, however many pictures there are.
CREATE INDEX "image_expiry_untold" ON "image" (rights_expire_at)
  WHERE rights_expire_at IS NOT NULL AND rights_expire_at IS DISTINCT FROM expiry_told_for;

-- Nobody was told of those that ended before, and nobody waits to be: what readers see has not changed since.
UPDATE "image" SET expiry_told_for = rights_expire_at WHERE rights_expire_at <= now();
