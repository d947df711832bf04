-- CreateEnum
CREATE TYPE "article_status" AS ENUM ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN', 'TRASHED');

-- CreateEnum
CREATE TYPE "credit_role" AS ENUM ('WRITER', 'PHOTOGRAPHER', 'ILLUSTRATOR', 'VIDEOGRAPHER', 'EDITOR', 'TRANSLATOR', 'RESEARCHER', 'CONTRIBUTOR');

-- CreateEnum
CREATE TYPE "caption_role" AS ENUM ('LEAD', 'INLINE', 'GALLERY');

-- CreateEnum
CREATE TYPE "topic_kind" AS ENUM ('SUBJECT', 'PERSON', 'PLACE', 'ORGANISATION', 'EVENT', 'SERIES', 'SECTION');

-- CreateEnum
CREATE TYPE "topic_rel" AS ENUM ('ABOUT', 'MENTIONS');

-- CreateEnum
CREATE TYPE "correction_kind" AS ENUM ('CORRECTION', 'CLARIFICATION', 'UPDATE');

-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('REPORTER', 'EDITOR', 'ADMIN');

-- CreateEnum
CREATE TYPE "alias_kind" AS ENUM ('ARTICLE', 'TOPIC', 'AUTHOR');

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "user_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "article" (
    "id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "status" "article_status" NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "live_revision_id" UUID,
    "latest_revision_id" UUID NOT NULL,
    "first_published_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "scheduled_for" TIMESTAMPTZ(3),
    "embargoed_until" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawal_reason" TEXT,
    "trashed_at" TIMESTAMPTZ(3),
    "editor_note" TEXT,
    "translation_group_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "live_updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "article_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision" (
    "id" UUID NOT NULL,
    "article_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kicker" TEXT,
    "headline" TEXT NOT NULL,
    "standfirst" TEXT,
    "body" JSONB NOT NULL DEFAULT '[]',
    "plain_text" TEXT NOT NULL DEFAULT '',
    "word_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit" (
    "revision_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "role" "credit_role" NOT NULL DEFAULT 'WRITER',
    "author_id" UUID,
    "name" TEXT NOT NULL,

    CONSTRAINT "credit_pkey" PRIMARY KEY ("revision_id","position")
);

-- CreateTable
CREATE TABLE "caption" (
    "id" UUID NOT NULL,
    "revision_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "role" "caption_role" NOT NULL DEFAULT 'INLINE',
    "position" INTEGER NOT NULL,
    "text" TEXT,
    "alt_text" TEXT,
    "credit" TEXT,

    CONSTRAINT "caption_pkey" PRIMARY KEY ("revision_id","id")
);

-- CreateTable
CREATE TABLE "image" (
    "id" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "checksum" TEXT NOT NULL,
    "focal_x" DOUBLE PRECISION,
    "focal_y" DOUBLE PRECISION,
    "alt_text" TEXT,
    "description" TEXT,
    "credit" TEXT,
    "creator" TEXT,
    "copyright_holder" TEXT,
    "copyright_notice" TEXT,
    "usage_terms" TEXT,
    "rights_expire_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "author" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "job_title" TEXT,
    "bio" TEXT,
    "image_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "author_link" (
    "author_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "url" TEXT NOT NULL,

    CONSTRAINT "author_link_pkey" PRIMARY KEY ("author_id","position")
);

-- CreateTable
CREATE TABLE "topic" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "topic_kind" NOT NULL DEFAULT 'SUBJECT',
    "parent_id" UUID,
    "description" TEXT,
    "uri" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision_topic" (
    "revision_id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "rel" "topic_rel" NOT NULL DEFAULT 'ABOUT',
    "position" INTEGER NOT NULL,

    CONSTRAINT "revision_topic_pkey" PRIMARY KEY ("revision_id","topic_id")
);

-- CreateTable
CREATE TABLE "topic_relation" (
    "topic_id" UUID NOT NULL,
    "related_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "topic_relation_pkey" PRIMARY KEY ("topic_id","related_id")
);

-- CreateTable
CREATE TABLE "correction" (
    "id" UUID NOT NULL,
    "article_id" UUID NOT NULL,
    "kind" "correction_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slug_alias" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "alias_kind" NOT NULL,
    "locale" TEXT NOT NULL DEFAULT '',
    "slug" TEXT NOT NULL,
    "article_id" UUID,
    "topic_id" UUID,
    "author_id" UUID,
    "gone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "slug_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "article_pin" (
    "article_id" UUID NOT NULL,
    "related_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "article_pin_pkey" PRIMARY KEY ("article_id","related_id")
);

-- CreateTable
CREATE TABLE "article_exclusion" (
    "article_id" UUID NOT NULL,
    "related_id" UUID NOT NULL,

    CONSTRAINT "article_exclusion_pkey" PRIMARY KEY ("article_id","related_id")
);

-- CreateTable
CREATE TABLE "live_topic" (
    "topic_id" UUID NOT NULL,
    "article_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "live_topic_pkey" PRIMARY KEY ("article_id","topic_id")
);

-- CreateTable
CREATE TABLE "live_credit" (
    "author_id" UUID NOT NULL,
    "article_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "live_credit_pkey" PRIMARY KEY ("article_id","author_id")
);

-- CreateTable
CREATE TABLE "live_search" (
    "article_id" UUID NOT NULL,
    "config" regconfig NOT NULL,
    "document" tsvector NOT NULL,

    CONSTRAINT "live_search_pkey" PRIMARY KEY ("article_id")
);

-- CreateTable
CREATE TABLE "live_total" (
    "locale" TEXT NOT NULL,
    "articles" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "live_total_pkey" PRIMARY KEY ("locale")
);

-- CreateTable
CREATE TABLE "topic_total" (
    "topic_id" UUID NOT NULL,
    "articles" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "topic_total_pkey" PRIMARY KEY ("topic_id")
);

-- CreateTable
CREATE TABLE "author_total" (
    "author_id" UUID NOT NULL,
    "articles" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "author_total_pkey" PRIMARY KEY ("author_id")
);

-- CreateTable
CREATE TABLE "topic_pair" (
    "topic_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "articles" INTEGER NOT NULL,

    CONSTRAINT "topic_pair_pkey" PRIMARY KEY ("topic_id","other_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "article_translation_group_id_idx" ON "article"("translation_group_id");

-- CreateIndex
CREATE INDEX "article_updated_at_id_idx" ON "article"("updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "article_status_scheduled_for_id_idx" ON "article"("status", "scheduled_for", "id");

-- CreateIndex
CREATE UNIQUE INDEX "article_slug_locale_key" ON "article"("slug", "locale");

-- CreateIndex
CREATE UNIQUE INDEX "article_live_revision_id_id_key" ON "article"("live_revision_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "article_latest_revision_id_id_key" ON "article"("latest_revision_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "revision_article_id_number_key" ON "revision"("article_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "revision_id_article_id_key" ON "revision"("id", "article_id");

-- CreateIndex
CREATE INDEX "credit_author_id_idx" ON "credit"("author_id");

-- CreateIndex
CREATE INDEX "caption_id_idx" ON "caption"("id");

-- CreateIndex
CREATE INDEX "caption_image_id_idx" ON "caption"("image_id");

-- CreateIndex
CREATE UNIQUE INDEX "caption_revision_id_position_key" ON "caption"("revision_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "image_file_key" ON "image"("file");

-- CreateIndex
CREATE UNIQUE INDEX "image_checksum_key" ON "image"("checksum");

-- CreateIndex
CREATE INDEX "image_created_at_id_idx" ON "image"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "author_slug_key" ON "author"("slug");

-- CreateIndex
CREATE INDEX "author_name_id_idx" ON "author"("name", "id");

-- CreateIndex
CREATE INDEX "author_image_id_idx" ON "author"("image_id");

-- CreateIndex
CREATE UNIQUE INDEX "topic_slug_key" ON "topic"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "topic_uri_key" ON "topic"("uri");

-- CreateIndex
CREATE INDEX "topic_parent_id_name_id_idx" ON "topic"("parent_id", "name", "id");

-- CreateIndex
CREATE INDEX "topic_name_id_idx" ON "topic"("name", "id");

-- CreateIndex
CREATE INDEX "revision_topic_topic_id_idx" ON "revision_topic"("topic_id");

-- CreateIndex
CREATE UNIQUE INDEX "revision_topic_revision_id_position_key" ON "revision_topic"("revision_id", "position");

-- CreateIndex
CREATE INDEX "topic_relation_related_id_idx" ON "topic_relation"("related_id");

-- CreateIndex
CREATE UNIQUE INDEX "topic_relation_topic_id_position_key" ON "topic_relation"("topic_id", "position");

-- CreateIndex
CREATE INDEX "correction_article_id_published_at_idx" ON "correction"("article_id", "published_at");

-- CreateIndex
CREATE INDEX "slug_alias_article_id_idx" ON "slug_alias"("article_id");

-- CreateIndex
CREATE INDEX "slug_alias_topic_id_idx" ON "slug_alias"("topic_id");

-- CreateIndex
CREATE INDEX "slug_alias_author_id_idx" ON "slug_alias"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "slug_alias_kind_slug_locale_key" ON "slug_alias"("kind", "slug", "locale");

-- CreateIndex
CREATE INDEX "article_pin_related_id_idx" ON "article_pin"("related_id");

-- CreateIndex
CREATE UNIQUE INDEX "article_pin_article_id_position_key" ON "article_pin"("article_id", "position");

-- CreateIndex
CREATE INDEX "article_exclusion_related_id_idx" ON "article_exclusion"("related_id");

-- CreateIndex
CREATE INDEX "live_topic_topic_id_published_at_article_id_idx" ON "live_topic"("topic_id", "published_at" DESC, "article_id" DESC);

-- CreateIndex
CREATE INDEX "live_topic_topic_id_locale_published_at_article_id_idx" ON "live_topic"("topic_id", "locale", "published_at" DESC, "article_id" DESC);

-- CreateIndex
CREATE INDEX "live_credit_author_id_published_at_article_id_idx" ON "live_credit"("author_id", "published_at" DESC, "article_id" DESC);

-- CreateIndex
CREATE INDEX "live_search_document_idx" ON "live_search" USING GIN ("document");

-- CreateIndex
CREATE INDEX "topic_pair_topic_id_articles_other_id_idx" ON "topic_pair"("topic_id", "articles" DESC, "other_id");

-- CreateIndex
CREATE INDEX "topic_pair_other_id_idx" ON "topic_pair"("other_id");

-- AddForeignKey
ALTER TABLE "article" ADD CONSTRAINT "article_live_revision_id_id_fkey" FOREIGN KEY ("live_revision_id", "id") REFERENCES "revision"("id", "article_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "article" ADD CONSTRAINT "article_latest_revision_id_id_fkey" FOREIGN KEY ("latest_revision_id", "id") REFERENCES "revision"("id", "article_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit" ADD CONSTRAINT "credit_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "revision"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit" ADD CONSTRAINT "credit_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "caption" ADD CONSTRAINT "caption_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "revision"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "caption" ADD CONSTRAINT "caption_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "author" ADD CONSTRAINT "author_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "image"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "author_link" ADD CONSTRAINT "author_link_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic" ADD CONSTRAINT "topic_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "topic"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "revision_topic" ADD CONSTRAINT "revision_topic_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "revision"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "revision_topic" ADD CONSTRAINT "revision_topic_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_relation" ADD CONSTRAINT "topic_relation_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_relation" ADD CONSTRAINT "topic_relation_related_id_fkey" FOREIGN KEY ("related_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "slug_alias" ADD CONSTRAINT "slug_alias_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "slug_alias" ADD CONSTRAINT "slug_alias_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "slug_alias" ADD CONSTRAINT "slug_alias_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "article_pin" ADD CONSTRAINT "article_pin_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "article_pin" ADD CONSTRAINT "article_pin_related_id_fkey" FOREIGN KEY ("related_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "article_exclusion" ADD CONSTRAINT "article_exclusion_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "article_exclusion" ADD CONSTRAINT "article_exclusion_related_id_fkey" FOREIGN KEY ("related_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_topic" ADD CONSTRAINT "live_topic_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_topic" ADD CONSTRAINT "live_topic_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_credit" ADD CONSTRAINT "live_credit_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_credit" ADD CONSTRAINT "live_credit_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "live_search" ADD CONSTRAINT "live_search_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_total" ADD CONSTRAINT "topic_total_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "author_total" ADD CONSTRAINT "author_total_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_pair" ADD CONSTRAINT "topic_pair_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_pair" ADD CONSTRAINT "topic_pair_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
