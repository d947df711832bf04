-- The queue of mails, and the addresses that get none. docs/mail.md explains it.

-- 1. The tables.
CREATE TABLE "mail_secret" (
    "id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "mail_secret_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'WAITING',
    "dedupe_key" TEXT NOT NULL,
    "recipient" TEXT,
    "locale" TEXT,
    "subject" TEXT,
    "text" TEXT,
    "html" TEXT,
    "unsubscribe_url" TEXT,
    "reader_id" UUID,
    "article_id" UUID,
    "covers_after" TIMESTAMPTZ(3),
    "covers_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "first_attempt_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_fault" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "address_hash" TEXT,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "mail_pace" (
    "id" INTEGER NOT NULL,
    "free_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_pace_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "suppressed_address" (
    "hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppressed_address_pkey" PRIMARY KEY ("hash")
);

CREATE UNIQUE INDEX "mail_dedupe_key_key" ON "mail"("dedupe_key");
CREATE INDEX "mail_reader_id_idx" ON "mail"("reader_id");

-- 2. What must hold. A mail that is over has neither address nor texts.
ALTER TABLE "mail_secret" ADD CONSTRAINT "mail_secret_one" CHECK ("id" = 1), ADD CONSTRAINT "mail_secret_long" CHECK (length("secret") >= 64);
ALTER TABLE "mail_pace" ADD CONSTRAINT "mail_pace_one" CHECK ("id" = 1);
ALTER TABLE "mail"
  ADD CONSTRAINT "mail_kind" CHECK ("kind" IN ('CONFIRM_FOLLOWS', 'ALERT', 'DIGEST', 'WEBHOOK_DISABLED')),
  ADD CONSTRAINT "mail_state" CHECK ("state" IN ('WAITING', 'SENT', 'FAILED', 'DROPPED')),
  ADD CONSTRAINT "mail_finished" CHECK (("state" = 'WAITING') = ("finished_at" IS NULL)),
  ADD CONSTRAINT "mail_over_is_empty" CHECK ("state" = 'WAITING' OR num_nonnulls("recipient", "subject", "text", "html", "unsubscribe_url") = 0),
  ADD CONSTRAINT "mail_whole_or_found_later" CHECK ("state" <> 'WAITING' OR num_nonnulls("recipient", "locale", "subject", "text", "html") IN (0, 5)),
  ADD CONSTRAINT "mail_has_recipient" CHECK ("state" <> 'WAITING' OR num_nonnulls("recipient", "reader_id") > 0),
  ADD CONSTRAINT "mail_last_fault_form" CHECK ("last_fault" ~ '^[A-Z0-9_. ]{1,40}$');
ALTER TABLE "suppressed_address"
  ADD CONSTRAINT "suppressed_address_hash_form" CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "suppressed_address_reason" CHECK ("reason" IN ('BOUNCE', 'COMPLAINT', 'REQUEST'));

-- 3. What the sender reads, and what it deletes after some days.
CREATE INDEX "mail_waiting" ON "mail" ("next_attempt_at", "id") WHERE "state" = 'WAITING';
CREATE INDEX "mail_over" ON "mail" ("finished_at") WHERE "state" <> 'WAITING';

-- 4. The rows of which there is one.
INSERT INTO "mail_secret" ("id", "secret") VALUES (1, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
INSERT INTO "mail_pace" ("id", "free_at") VALUES (1, now());
