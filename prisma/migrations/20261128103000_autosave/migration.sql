-- CreateTable
CREATE TABLE "autosave" (
    "article_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "base_version" INTEGER NOT NULL,
    "session" TEXT,
    "sequence" INTEGER,
    "content" TEXT,
    "ended_version" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "autosave_pkey" PRIMARY KEY ("article_id","user_id")
);

-- CreateIndex
CREATE INDEX "autosave_user_id_idx" ON "autosave"("user_id");

-- AddForeignKey
ALTER TABLE "autosave" ADD CONSTRAINT "autosave_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "autosave" ADD CONSTRAINT "autosave_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What it was based on is a version; a number is one within a session; what has ended says nothing any more.
ALTER TABLE "autosave"
  ADD CONSTRAINT "autosave_base_version_positive" CHECK (base_version >= 1),
  ADD CONSTRAINT "autosave_sequence_in_session" CHECK (sequence IS NULL OR (sequence >= 0 AND session IS NOT NULL)),
  ADD CONSTRAINT "autosave_ended_is_empty" CHECK (ended_version IS NULL OR content IS NULL);
