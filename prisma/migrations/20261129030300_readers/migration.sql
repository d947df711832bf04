-- Readers follow topics and authors, without an account: docs/following.md.

-- CreateEnum
CREATE TYPE "reader_status" AS ENUM ('UNCONFIRMED', 'CONFIRMED');

-- CreateEnum
CREATE TYPE "follow_frequency" AS ENUM ('INSTANT', 'DAILY', 'WEEKLY');

-- CreateEnum
CREATE TYPE "reader_token_purpose" AS ENUM ('CONFIRM', 'MANAGE', 'UNSUBSCRIBE');

-- CreateTable
CREATE TABLE "reader" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "status" "reader_status" NOT NULL DEFAULT 'UNCONFIRMED',
    "frequency" "follow_frequency" NOT NULL,
    "locale" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_digest_at" TIMESTAMPTZ(3),
    "next_digest_at" TIMESTAMPTZ(3),

    CONSTRAINT "reader_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reader_follow" (
    "id" UUID NOT NULL,
    "reader_id" UUID NOT NULL,
    "topic_id" UUID,
    "author_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reader_follow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reader_token" (
    "hash" TEXT NOT NULL,
    "reader_id" UUID NOT NULL,
    "purpose" "reader_token_purpose" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "is_requested" BOOLEAN NOT NULL DEFAULT false,
    "frequency" "follow_frequency",
    "locale" TEXT,
    "time_zone" TEXT,

    CONSTRAINT "reader_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "pending_follow" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "topic_id" UUID,
    "author_id" UUID,

    CONSTRAINT "pending_follow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_attempt" (
    "network" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "follow_attempt_pkey" PRIMARY KEY ("network","address")
);

-- CreateTable
CREATE TABLE "reader_secret" (
    "id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "reader_secret_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "reader_email_key" ON "reader"("email");

-- CreateIndex
CREATE INDEX "reader_follow_reader_id_idx" ON "reader_follow"("reader_id");

-- CreateIndex
CREATE UNIQUE INDEX "reader_follow_topic_id_reader_id_key" ON "reader_follow"("topic_id", "reader_id");

-- CreateIndex
CREATE UNIQUE INDEX "reader_follow_author_id_reader_id_key" ON "reader_follow"("author_id", "reader_id");

-- CreateIndex
CREATE INDEX "reader_token_reader_id_idx" ON "reader_token"("reader_id");

-- CreateIndex
CREATE INDEX "reader_token_expires_at_idx" ON "reader_token"("expires_at");

-- CreateIndex
CREATE INDEX "pending_follow_topic_id_idx" ON "pending_follow"("topic_id");

-- CreateIndex
CREATE INDEX "pending_follow_author_id_idx" ON "pending_follow"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "pending_follow_token_hash_topic_id_key" ON "pending_follow"("token_hash", "topic_id");

-- CreateIndex
CREATE UNIQUE INDEX "pending_follow_token_hash_author_id_key" ON "pending_follow"("token_hash", "author_id");

-- CreateIndex
CREATE INDEX "follow_attempt_at_idx" ON "follow_attempt"("at");

-- AddForeignKey
ALTER TABLE "reader_follow" ADD CONSTRAINT "reader_follow_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "reader"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reader_follow" ADD CONSTRAINT "reader_follow_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reader_follow" ADD CONSTRAINT "reader_follow_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reader_token" ADD CONSTRAINT "reader_token_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "reader"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pending_follow" ADD CONSTRAINT "pending_follow_token_hash_fkey" FOREIGN KEY ("token_hash") REFERENCES "reader_token"("hash") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pending_follow" ADD CONSTRAINT "pending_follow_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pending_follow" ADD CONSTRAINT "pending_follow_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand. docs/following.md says what is stored of readers, and for how long.

-- 1. What must hold. A follow is of one thing, and so is a request for one. Only a request to confirm says what was asked for.
ALTER TABLE "reader"
  ADD CONSTRAINT "reader_email_form" CHECK ("email" = lower("email") AND "email" ~ '^[^@[:space:]]{1,64}@[^@[:space:]]+$' AND length("email") <= 254),
  ADD CONSTRAINT "reader_confirmed" CHECK (("status" = 'CONFIRMED') = ("confirmed_at" IS NOT NULL));
ALTER TABLE "reader_follow" ADD CONSTRAINT "reader_follow_of_one" CHECK (num_nonnulls("topic_id", "author_id") = 1);
ALTER TABLE "pending_follow" ADD CONSTRAINT "pending_follow_of_one" CHECK (num_nonnulls("topic_id", "author_id") = 1);
ALTER TABLE "reader_token"
  ADD CONSTRAINT "reader_token_hash_form" CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "reader_token_of_request" CHECK (num_nonnulls("frequency", "locale", "time_zone") = CASE "purpose" WHEN 'CONFIRM' THEN 3 ELSE 0 END),
  ADD CONSTRAINT "reader_token_used" CHECK ("used_at" IS NULL OR "purpose" = 'CONFIRM');

-- 2. The key of the hashes in follow_attempt: 244 random bits.
ALTER TABLE "reader_secret" ADD CONSTRAINT "reader_secret_one" CHECK (id = 1), ADD CONSTRAINT "reader_secret_long" CHECK (length(secret) >= 64);
INSERT INTO "reader_secret" (id, secret) VALUES (1, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- 3. Time zones that this database knows; the server's and the database's lists may differ by years.
CREATE FUNCTION is_time_zone(zone text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END
$$;

-- 4. Digests are sent at 7:00 of the reader's zone, each day or each Sunday. The first such time after `after`; null for who wants none.
CREATE FUNCTION next_digest(frequency follow_frequency, zone text, after timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(t.at) FROM (
    SELECT (day + interval '7 hours') AT TIME ZONE zone AS at
    FROM generate_series(date_trunc('day', after AT TIME ZONE zone), date_trunc('day', after AT TIME ZONE zone) + interval '7 days', interval '1 day') day
    WHERE frequency = 'DAILY' OR (frequency = 'WEEKLY' AND extract(dow FROM day) = 0)
  ) t WHERE t.at > after
$$;

CREATE FUNCTION plan_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.next_digest_at := CASE WHEN NEW.status = 'CONFIRMED' AND NOT NEW.paused THEN next_digest(NEW.frequency, NEW.time_zone, now()) END;
  RETURN NEW;
END
$$;
CREATE TRIGGER "reader_digest_planned" BEFORE INSERT ON "reader" FOR EACH ROW EXECUTE FUNCTION plan_digest();
CREATE TRIGGER "reader_digest_replanned" BEFORE UPDATE ON "reader" FOR EACH ROW
  WHEN ((OLD.status, OLD.paused, OLD.frequency, OLD.time_zone) IS DISTINCT FROM (NEW.status, NEW.paused, NEW.frequency, NEW.time_zone))
  EXECUTE FUNCTION plan_digest();

CREATE INDEX "reader_digest_due" ON "reader" ("next_digest_at", "id") WHERE "next_digest_at" IS NOT NULL;
