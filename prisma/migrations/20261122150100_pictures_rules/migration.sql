-- What Prisma's schema language cannot say of pictures. docs/database.md explains each.

ALTER TABLE "image"
  ADD CONSTRAINT "image_placeholder_small" CHECK (placeholder LIKE 'data:image/%' AND length(placeholder) <= 1024),
  ADD CONSTRAINT "image_dominant_color_format" CHECK (dominant_color ~ '^#[0-9a-f]{6}$');
ALTER TABLE "caption" ADD CONSTRAINT "caption_crop_within" CHECK (
  (crop_x IS NULL) = (crop_y IS NULL) AND (crop_x IS NULL) = (crop_width IS NULL) AND (crop_x IS NULL) = (crop_height IS NULL)
  AND (crop_x IS NULL OR (crop_x >= 0 AND crop_y >= 0 AND crop_width > 0 AND crop_height > 0
    AND crop_x + crop_width <= 1.000001 AND crop_y + crop_height <= 1.000001)));
ALTER TABLE "media_secret" ADD CONSTRAINT "media_secret_one" CHECK (id = 1), ADD CONSTRAINT "media_secret_long" CHECK (length(secret) >= 64);

-- 244 random bits: gen_random_uuid needs no extension.
INSERT INTO "media_secret" (id, secret) VALUES (1, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- The library's search: words as they stand, for its texts have no language of their own.
CREATE FUNCTION image_document(headline text, alt_text text, description text, credit text, creator text, copyright_holder text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, concat_ws(' ', headline, alt_text, description, credit, creator, copyright_holder))
$$;
CREATE INDEX "image_search" ON "image" USING gin (image_document(headline, alt_text, description, credit, creator, copyright_holder));
