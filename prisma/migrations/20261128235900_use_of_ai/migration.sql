-- AlterTable
ALTER TABLE "revision" ADD COLUMN     "ai_note" TEXT,
ADD COLUMN     "ai_use" TEXT NOT NULL DEFAULT 'NONE';

-- What follows is written by hand.

ALTER TABLE "revision" ADD CONSTRAINT "revision_ai_use" CHECK ("ai_use" IN ('NONE', 'ASSISTED', 'GENERATED')),
  ADD CONSTRAINT "revision_ai_note_length" CHECK (length("ai_note") BETWEEN 1 AND 500);
