-- CreateEnum
CREATE TYPE "webhook_disabled_reason" AS ENUM ('BY_USER', 'GONE', 'FAILING');

-- CreateEnum
CREATE TYPE "webhook_delivery_state" AS ENUM ('PENDING', 'SUCCEEDED', 'DEAD');

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "description" TEXT,
    "events" TEXT[],
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "disabled_reason" "webhook_disabled_reason",
    "disabled_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "webhook_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "event" TEXT,
    "subject_id" TEXT NOT NULL,
    "position" BIGINT,
    "body" TEXT NOT NULL,
    "state" "webhook_delivery_state" NOT NULL DEFAULT 'PENDING',
    "attempts" JSONB NOT NULL DEFAULT '[]',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "lease" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_created_at_id_idx" ON "webhook"("created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_created_at_id_idx" ON "webhook_delivery"("webhook_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_age" ON "webhook_delivery" USING BRIN ("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_webhook_id_message_id_key" ON "webhook_delivery"("webhook_id", "message_id");

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand.

ALTER TABLE "webhook" ADD CONSTRAINT "webhook_events" CHECK (cardinality("events") > 0),
  ADD CONSTRAINT "webhook_disabled" CHECK (("disabled_reason" IS NULL) = ("disabled_at" IS NULL)),
  ADD CONSTRAINT "webhook_previous_secret" CHECK (("previous_secret" IS NULL) = ("previous_secret_until" IS NULL));

-- What is pending has a time, and nothing else has. Only what is pending is on its way.
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_time" CHECK (("state" = 'PENDING') = ("next_attempt_at" IS NOT NULL)),
  ADD CONSTRAINT "webhook_delivery_lease" CHECK (("lease" IS NULL) = ("leased_until" IS NULL) AND ("lease" IS NULL OR "state" = 'PENDING'));

-- What is due, and what waits for an earlier one of its subject: few of all that is stored.
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" ("webhook_id", "next_attempt_at", "position") WHERE "state" = 'PENDING';
CREATE INDEX "webhook_delivery_order" ON "webhook_delivery" ("webhook_id", "subject_id", "position") WHERE "state" = 'PENDING';
CREATE INDEX "webhook_delivery_dead" ON "webhook_delivery" ("webhook_id") WHERE "state" = 'DEAD';
