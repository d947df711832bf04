-- Alerts: which publications followers are told of at once, and how far that has come. docs/mail.md explains it.
CREATE TABLE "alert" (
    "article_id" UUID NOT NULL,
    "story_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'WAITING',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "last_reader" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "spread_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("article_id")
);

CREATE INDEX "alert_story_id_idx" ON "alert"("story_id");
CREATE INDEX "mail_article_id_idx" ON "mail"("article_id");

ALTER TABLE "alert" ADD CONSTRAINT "alert_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "mail" ADD CONSTRAINT "mail_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "reader"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "mail" ADD CONSTRAINT "mail_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What follows is written by hand.
ALTER TABLE "alert" ADD CONSTRAINT "alert_state" CHECK ("state" IN ('WAITING', 'SPREADING', 'DONE', 'WITHHELD'));
CREATE INDEX "alert_open" ON "alert" ("due_at") WHERE "state" IN ('WAITING', 'SPREADING');
