-- CreateTable
CREATE TABLE "known_document" (
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_document_pkey" PRIMARY KEY ("hash")
);

-- A document can be found only by what it says.
ALTER TABLE "known_document" ADD CONSTRAINT "known_document_hash_of_text"
    CHECK ("hash" = encode(sha256(convert_to("text", 'UTF8')), 'hex'));
