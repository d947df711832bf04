-- updateArticle, its statements in the order in which they are sent
-- Written by test/docs/mutation-statements.test.ts.

select
  a.id,
  a.locale,
  a.slug,
  a.status::text as "status",
  a.workflow_state::text as "workflowState",
  a.version,
  a.live_revision_id as "liveRevisionId",
  a.latest_revision_id as "latestRevisionId",
  r.number as "latestNumber",
  a.scheduled_revision_id as "scheduledRevisionId",
  a.first_published_at as "firstPublishedAt",
  a.published_at as "publishedAt",
  a.scheduled_for as "scheduledFor",
  a.scheduled_redate as "scheduledRedate",
  a.unpublish_at as "unpublishAt",
  a.embargoed_until as "embargoedUntil",
  a.withdrawn_at as "withdrawnAt",
  a.trashed_at as "trashedAt",
  a.editor_note as "editorNote",
  a.translation_group_id as "translationGroupId",
  a.canonical_url as "canonicalUrl",
  a.no_index as "noIndex",
  l.holder_id as "lockHolderId",
  h.name as "lockHolderName",
  l.expires_at as "lockExpiresAt",
  now() as "now",
  (
    "a"."created_by_id" is not distinct from $1::uuid
    or exists (
      select
        1
      from
        credit c
        join author w on w.id = c.author_id
      where
        c.revision_id = "a"."latest_revision_id"
        and w.user_id = $2::uuid
    )
  ) as "isOwn",
  coalesce(l.holder_id <> $3::uuid, false) as "isLockedByOther",
  (
    "a"."status" = 'TRASHED'
    and $4::uuid is not distinct from (
      select
        t.actor_id
      from
        activity t
      where
        t.subject_id = "a"."id"
        and t.subject_type = 'Article'
        and t.action = 'TRASHED'
      order by
        t.at desc,
        t.id desc
      limit
        1
    )
  ) as "isTrashedByViewer",
  (
    "a"."first_published_at" is not null
    and exists (
      select
        1
      from
        correction k
      where
        k.article_id = "a"."id"
        and k.removed_at is null
    )
  ) as "hasCorrection",
  json_build_object(
    'kicker',
    "r"."kicker",
    'headline',
    "r"."headline",
    'standfirst',
    "r"."standfirst",
    'dateline',
    "r"."dateline",
    'seoTitle',
    "r"."seo_title",
    'metaDescription',
    "r"."meta_description",
    'socialTitle',
    "r"."social_title",
    'socialDescription',
    "r"."social_description",
    'genre',
    "r"."genre",
    'aiUse',
    json_build_object('kind', "r"."ai_use", 'note', "r"."ai_note"),
    'body',
    "r"."body",
    'credits',
    (
      select
        coalesce(
          json_agg(
            json_build_object('role', "x"."role", 'authorId', "x"."author_id", 'name', "x"."name")
            order by
              x.position
          ),
          '[]'::json
        )
      from
        "credit" x
      where
        x.revision_id = "r".id
    ),
    'captions',
    (
      select
        coalesce(
          json_agg(
            json_build_object(
              'id',
              "x"."id",
              'imageId',
              "x"."image_id",
              'role',
              "x"."role",
              'text',
              "x"."text",
              'altText',
              "x"."alt_text",
              'credit',
              "x"."credit",
              'crop',
              case
                when "x"."crop_x" is not null then json_build_object('x', "x"."crop_x", 'y', "x"."crop_y", 'width', "x"."crop_width", 'height', "x"."crop_height")
              end
            )
            order by
              x.position
          ),
          '[]'::json
        )
      from
        "caption" x
      where
        x.revision_id = "r".id
    ),
    'topics',
    (
      select
        coalesce(
          json_agg(
            json_build_object('topicId', "x"."topic_id", 'rel', "x"."rel")
            order by
              x.position
          ),
          '[]'::json
        )
      from
        "revision_topic" x
      where
        x.revision_id = "r".id
    )
  ) as "content"
from
  article a
  join revision r on r.id = a.latest_revision_id
  left join article_lock l on l.article_id = a.id
  and l.expires_at > now()
  left join user_account h on h.id = l.holder_id
where
  a.id = $5::uuid;

with
  old as (
    select
      *
    from
      article
    where
      id = $1::uuid
      and version = $2::int
  ),
  a as (
    update article
    set
      "latest_revision_id" = $3,
      version = "article"."version" + 1,
      updated_at = now()
    from
      old
    where
      article.id = old.id
      and article.version = $4::int
    returning
      article.*,
      '[]'::jsonb as changed_fields
  ),
  r as (
    insert into
      revision (
        id,
        article_id,
        number,
        "kicker",
        "headline",
        "standfirst",
        "dateline",
        "seo_title",
        "meta_description",
        "social_title",
        "social_description",
        "genre",
        ai_use,
        ai_note,
        body,
        plain_text,
        word_count,
        created_by_id,
        summary,
        restored_from
      )
    select
      $5::uuid,
      a.id,
      $6::int,
      $7::text,
      $8::text,
      $9::text,
      $10::text,
      $11::text,
      $12::text,
      $13::text,
      $14::text,
      $15::text,
      $16::text,
      $17::text,
      $18::jsonb,
      $19::text,
      $20::int,
      $21::uuid,
      $22::text,
      $23::int
    from
      a
  ),
  "r_credits" as (
    insert into
      "credit" (revision_id, position, "role", "author_id", "name")
    select
      $24::uuid,
      x.position - 1,
      (x.item ->> 'role')::credit_role,
      (x.item ->> 'authorId')::uuid,
      (x.item ->> 'name')::text
    from
      a,
      jsonb_array_elements($25::jsonb) with ordinality as x (item, position)
  ),
  "r_captions" as (
    insert into
      "caption" (
        revision_id,
        position,
        "id",
        "image_id",
        "role",
        "text",
        "alt_text",
        "credit",
        "crop_x",
        "crop_y",
        "crop_width",
        "crop_height"
      )
    select
      $26::uuid,
      x.position - 1,
      (x.item ->> 'id')::uuid,
      (x.item ->> 'imageId')::uuid,
      (x.item ->> 'role')::caption_role,
      (x.item ->> 'text')::text,
      (x.item ->> 'altText')::text,
      (x.item ->> 'credit')::text,
      (x.item #>> array['crop', 'x'])::float8,
      (x.item #>> array['crop', 'y'])::float8,
      (x.item #>> array['crop', 'width'])::float8,
      (x.item #>> array['crop', 'height'])::float8
    from
      a,
      jsonb_array_elements($27::jsonb) with ordinality as x (item, position)
  ),
  "r_topics" as (
    insert into
      "revision_topic" (revision_id, position, "topic_id", "rel")
    select
      $28::uuid,
      x.position - 1,
      (x.item ->> 'topicId')::uuid,
      (x.item ->> 'rel')::topic_rel
    from
      a,
      jsonb_array_elements($29::jsonb) with ordinality as x (item, position)
  ),
  u as (
    update autosave
    set
      content = null,
      ended_version = a.version,
      saved_at = now()
    from
      a
    where
      article_id = a.id
      and user_id = $30::uuid
  ),
  e as (
    insert into
      activity (
        id,
        subject_type,
        subject_id,
        actor_id,
        actor_name,
        action,
        note,
        version,
        revision_id,
        changed_paths,
        changed_fields
      )
    select
      $31::uuid,
      'Article',
      a.id,
      $32::uuid,
      $33::text,
      $34::text,
      $35::text,
      a.version,
      $36::uuid,
      array(
        select
          jsonb_array_elements_text($37::jsonb)
      ),
      $38::jsonb || a.changed_fields
    from
      a
  )
select
  a.id,
  a.version,
  a.latest_revision_id as "latestRevisionId",
  to_jsonb(a) as "row",
  case
    when a.scheduled_revision_id <> a.latest_revision_id then json_build_object(
      'number',
      (
        select
          number
        from
          revision
        where
          id = a.scheduled_revision_id
      ),
      'at',
      to_char(a.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    )
  end as "olderScheduled"
from
  a;

select
  (
    select
      coalesce(json_object_agg("t1"."id", json_build_object('version', "t1"."version")), '{}'::json)
    from
      jsonb_array_elements($1::text::jsonb) as "t1_given"
      left join "article" as "t1_stored" on "t1_stored"."id" = ("t1_given" ->> 'id')::uuid
      cross join lateral jsonb_populate_record("t1_stored", "t1_given") as "t1"
    where
      (true)
  ) as "v0";
