-- What readers see, in the words of the pages that are compared. PostGraphile serves these views as its schema, and Keystone's tables are filled from them.
drop schema if exists peers cascade;
create schema peers;

create view peers.article as
  select a.id, a.slug, a.locale, r.kicker, r.headline, r.standfirst, r.plain_text as body_text, r.word_count,
    a.published_at, a.first_published_at, a.live_updated_at as updated_at
  from article a join revision r on r.id = a.live_revision_id
  where a.live_revision_id is not null;

create view peers.topic as select id, slug, name, kind::text, description, uri, parent_id from topic;

create view peers.image as
  select id, width, height, mime_type, alt_text, description, credit
  from image
  where withheld_at is null and (rights_expire_at is null or rights_expire_at > now());

create view peers.author as
  select w.id, w.slug, w.name, w.job_title, w.image_id from author w;

create view peers.credit as
  select a.id as article_id, c.position, c.role::text, c.name, c.author_id
  from article a join credit c on c.revision_id = a.live_revision_id;

-- A caption's own text comes before the image's.
create view peers.caption as
  select a.id as article_id, c.id, c.role::text, c.position, c.image_id,
    coalesce(nullif(c.text, ''), nullif(i.description, '')) as text,
    coalesce(nullif(c.alt_text, ''), nullif(i.alt_text, '')) as alt_text,
    coalesce(nullif(c.credit, ''), nullif(i.credit, '')) as credit
  from article a join caption c on c.revision_id = a.live_revision_id join peers.image i on i.id = c.image_id;

create view peers.article_topic as
  select a.id as article_id, t.topic_id, t.position
  from article a join revision_topic t on t.revision_id = a.live_revision_id;

-- The list of a topic's page, with the index that Copydesk reads it from.
create view peers.topic_article as select topic_id, article_id, published_at from live_topic;

create view peers.correction as
  select c.id, c.article_id, c.kind::text, c.text, c.published_at from correction c where c.removed_at is null;

comment on view peers.article is E'@primaryKey id\n@unique slug';
comment on view peers.topic is E'@primaryKey id\n@unique slug\n@foreignKey (parent_id) references peers.topic (id)|@fieldName parent|@foreignFieldName children';
comment on view peers.image is '@primaryKey id';
comment on view peers.author is E'@primaryKey id\n@foreignKey (image_id) references peers.image (id)|@fieldName image|@foreignFieldName authors';
comment on view peers.credit is E'@primaryKey article_id,position\n@foreignKey (article_id) references peers.article (id)|@fieldName article|@foreignFieldName credits\n@foreignKey (author_id) references peers.author (id)|@fieldName author|@foreignFieldName credits';
comment on view peers.caption is E'@primaryKey id\n@foreignKey (article_id) references peers.article (id)|@fieldName article|@foreignFieldName captions\n@foreignKey (image_id) references peers.image (id)|@fieldName image|@foreignFieldName captions';
comment on view peers.article_topic is E'@primaryKey article_id,topic_id\n@foreignKey (article_id) references peers.article (id)|@fieldName article|@foreignFieldName topics\n@foreignKey (topic_id) references peers.topic (id)|@fieldName topic|@foreignFieldName articleTopics';
comment on view peers.topic_article is E'@primaryKey topic_id,article_id\n@foreignKey (topic_id) references peers.topic (id)|@fieldName topic|@foreignFieldName articles\n@foreignKey (article_id) references peers.article (id)|@fieldName article|@foreignFieldName topicArticles';
comment on view peers.correction is E'@primaryKey id\n@foreignKey (article_id) references peers.article (id)|@fieldName article|@foreignFieldName corrections';
