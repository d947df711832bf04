-- Who reads all events, and how far each has come: it goes on from there after a restart. One process at a time reads for a consumer: the one with the lease.

CREATE TABLE "event_consumer" (
  "name" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "holder" UUID,
  "leased_until" TIMESTAMPTZ(3),
  CONSTRAINT "event_consumer_pkey" PRIMARY KEY ("name")
);
