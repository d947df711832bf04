-- AlterTable
ALTER TABLE "image" ADD COLUMN     "digital_source" TEXT,
ADD COLUMN     "web_statement" TEXT;
