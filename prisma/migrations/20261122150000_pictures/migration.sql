-- DropForeignKey
ALTER TABLE "author" DROP CONSTRAINT "author_image_id_fkey";

-- AlterTable
ALTER TABLE "caption" ADD COLUMN     "crop_height" DOUBLE PRECISION,
ADD COLUMN     "crop_width" DOUBLE PRECISION,
ADD COLUMN     "crop_x" DOUBLE PRECISION,
ADD COLUMN     "crop_y" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "image" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "dominant_color" TEXT,
ADD COLUMN     "headline" TEXT,
ADD COLUMN     "placeholder" TEXT,
ADD COLUMN     "source_url" TEXT,
ADD COLUMN     "taken_at" TIMESTAMPTZ(3),
ADD COLUMN     "withheld_at" TIMESTAMPTZ(3),
ADD COLUMN     "withheld_reason" TEXT;

-- CreateTable
CREATE TABLE "media_secret" (
    "id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "media_secret_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "image_created_by_id_idx" ON "image"("created_by_id");

-- AddForeignKey
ALTER TABLE "image" ADD CONSTRAINT "image_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "author" ADD CONSTRAINT "author_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
