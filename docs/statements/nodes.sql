-- Nodes, from src/http/explorer/examples/nodes.graphql
-- Written by npm run docs:statements.

-- nodes
--   $1, $2, $3, $4, $5, $6, $7: argument ids of nodes
select
  (
    select
      coalesce(
        json_object_agg(
          'article_' || "t1"."id"::text,
          json_build_object('__typename', 'Article'::text, 'id', 'article_' || "t1"."id"::text)
        ),
        '{}'::json
      )
    from
      "article" as "t1"
    where
      (
        "t1"."live_revision_id" is not null
        and "t1"."id" = any ($1::uuid[])
      )
  ) as "v0",
  (
    select
      coalesce(
        json_object_agg(
          'caption_' || "t2"."id"::text,
          json_build_object('__typename', 'Caption'::text, 'id', 'caption_' || "t2"."id"::text)
        ),
        '{}'::json
      )
    from
      "caption" as "t2"
      join image "t2_image" on "t2_image"."id" = "t2"."image_id"
    where
      (
        (
          "t2_image"."withheld_at" is null
          and (
            "t2_image"."rights_expire_at" is null
            or "t2_image"."rights_expire_at" > now()
          )
        )
        and exists (
          select
            1
          from
            article
          where
            live_revision_id = "t2"."revision_id"
        )
        and "t2"."id" = any ($2::uuid[])
      )
  ) as "v1",
  (
    select
      coalesce(
        json_object_agg(
          'image_' || "t3"."id"::text,
          json_build_object('__typename', 'Image'::text, 'id', 'image_' || "t3"."id"::text)
        ),
        '{}'::json
      )
    from
      "image" as "t3"
    where
      (
        (
          "t3"."withheld_at" is null
          and (
            "t3"."rights_expire_at" is null
            or "t3"."rights_expire_at" > now()
          )
        )
        and (
          exists (
            select
              1
            from
              caption c
              join article a on a.live_revision_id = c.revision_id
            where
              c.image_id = "t3"."id"
          )
          or exists (
            select
              1
            from
              author
            where
              image_id = "t3"."id"
          )
          or exists (
            select
              1
            from
              site
            where
              "t3"."id" in (logo_id, social_image_id, publisher_logo_id)
          )
        )
        and "t3"."id" = any ($3::uuid[])
      )
  ) as "v2",
  (
    select
      coalesce(
        json_object_agg(
          'correction_' || "t4"."id"::text,
          json_build_object('__typename', 'Correction'::text, 'id', 'correction_' || "t4"."id"::text)
        ),
        '{}'::json
      )
    from
      "correction" as "t4"
    where
      (
        "t4"."removed_at" is null
        and exists (
          select
            1
          from
            article
          where
            id = "t4"."article_id"
            and live_revision_id is not null
        )
        and "t4"."id" = any ($4::uuid[])
      )
  ) as "v3",
  (
    select
      coalesce(
        json_object_agg(
          'topic_' || "t5_named"."id"::text,
          json_build_object('__typename', 'Topic'::text, 'id', 'topic_' || "t5"."id"::text)
        ),
        '{}'::json
      )
    from
      unnest($5::uuid[]) "t5_named" (id)
      cross join "topic" as "t5"
    where
      (
        "t5"."id" = (
          select
            topic_led_to ("t5_named"."id")
        )
      )
  ) as "v4",
  (
    select
      coalesce(
        json_object_agg(
          'author_' || "t6"."id"::text,
          json_build_object('__typename', 'Author'::text, 'id', 'author_' || "t6"."id"::text)
        ),
        '{}'::json
      )
    from
      "author" as "t6"
    where
      ("t6"."id" = any ($6::uuid[]))
  ) as "v5",
  (
    select
      coalesce(
        json_object_agg(
          'front_' || "t7"."id"::text,
          json_build_object('__typename', 'Front'::text, 'id', 'front_' || "t7"."id"::text)
        ),
        '{}'::json
      )
    from
      "front" as "t7"
    where
      (
        "t7"."live_revision_id" is not null
        and "t7"."id" = any ($7::uuid[])
      )
  ) as "v6";
