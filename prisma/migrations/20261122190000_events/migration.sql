-- AlterTable
ALTER TABLE "image" ADD COLUMN     "expiry_told_for" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "outbox_event" ALTER COLUMN "article_id" DROP NOT NULL;
