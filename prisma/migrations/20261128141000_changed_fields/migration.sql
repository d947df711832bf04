-- DropIndex
DROP INDEX "activity_actor_id_idx";

-- AlterTable
ALTER TABLE "activity" ADD COLUMN     "changed_fields" JSONB NOT NULL DEFAULT '[]';

-- CreateIndex
CREATE INDEX "activity_actor_id_at_id_idx" ON "activity"("actor_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_action_at_id_idx" ON "activity"("action", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_at_id_idx" ON "activity"("at" DESC, "id" DESC);
