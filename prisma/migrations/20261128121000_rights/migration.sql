-- AlterTable
ALTER TABLE "correction" ADD COLUMN     "changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "preview_link" ADD COLUMN     "embargoed_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "earlier_correction" (
    "id" UUID NOT NULL,
    "correction_id" UUID NOT NULL,
    "kind" "correction_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by_id" UUID,

    CONSTRAINT "earlier_correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "earlier_correction_correction_id_changed_at_idx" ON "earlier_correction"("correction_id", "changed_at" DESC);

-- CreateIndex
CREATE INDEX "earlier_correction_changed_by_id_idx" ON "earlier_correction"("changed_by_id");

-- AddForeignKey
ALTER TABLE "earlier_correction" ADD CONSTRAINT "earlier_correction_correction_id_fkey" FOREIGN KEY ("correction_id") REFERENCES "correction"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "earlier_correction" ADD CONSTRAINT "earlier_correction_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

ALTER TABLE "earlier_correction" ADD CONSTRAINT "earlier_correction_text_present" CHECK (length(btrim(text)) > 0);
