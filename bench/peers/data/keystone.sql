-- Keystone's own tables hold what readers see now. They exist already, without a row.
begin;
set local search_path to keystone, public;

insert into "Image" (id, width, height, "mimeType", "altText", description, credit)
  select id, width, height, mime_type, alt_text, description, credit from peers.image;
insert into "Author" (id, slug, name, "jobTitle", image)
  select id, slug, name, job_title, (select i.id from peers.image i where i.id = image_id) from peers.author;
insert into "Topic" (id, slug, name, kind, description, uri) select id, slug, name, kind, description, uri from peers.topic;
update "Topic" k set parent = t.parent_id from peers.topic t where t.id = k.id;
insert into "Article" (id, slug, locale, kicker, headline, standfirst, "bodyText", "wordCount", "publishedAt", "firstPublishedAt", "updatedAt")
  select id, slug, locale, kicker, headline, standfirst, body_text, word_count,
    published_at at time zone 'UTC', first_published_at at time zone 'UTC', updated_at at time zone 'UTC' from peers.article;
insert into "Caption" (id, article, role, position, text, "altText", credit, image)
  select id, article_id, role::"CaptionRoleType", position, text, alt_text, credit, image_id from peers.caption;
update "Article" a set "leadImage" = c.id from "Caption" c where c.article = a.id and c.role = 'LEAD';
insert into "Credit" (id, article, role, position, name, author) select gen_random_uuid(), article_id, role, position, name, author_id from peers.credit;
insert into "Correction" (id, article, kind, text, "publishedAt")
  select id, article_id, kind, text, published_at at time zone 'UTC' from peers.correction;
insert into "_Article_topics" ("A", "B") select article_id, topic_id from peers.article_topic;
commit;
