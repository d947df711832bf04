-- Section, from src/http/explorer/examples/section.graphql
-- Written by npm run docs:statements.

-- topic
--   $1: argument slug of topic
select
  (
    select
      json_build_object(
        'name',
        "t1"."name",
        'description',
        "t1"."description",
        'articleCount',
        (
          select
            branch_articles
          from
            topic_total
          where
            topic_id = "t1"."id"
        ),
        '$3',
        json_build_object(
          'items',
          coalesce(
            (
              select
                json_agg(p.j)
              from
                (
                  select
                    (
                      select
                        json_build_array(
                          json_build_object(
                            'headline',
                            "t2_revision"."headline",
                            '$1',
                            "t2"."locale",
                            '$2',
                            "t2"."slug",
                            'publishedAt',
                            to_char("t2"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            '$4',
                            (
                              select
                                json_build_object('name', "t3"."name", '$1', "t3"."slug")
                              from
                                revision_topic "t3_about"
                                join topic_ancestor "t3_up" on "t3_up"."topic_id" = "t3_about"."topic_id"
                                and "t3_about"."revision_id" = "t2"."live_revision_id"
                                and "t3_about"."rel" = 'ABOUT'
                                join topic "t3" on "t3"."id" = "t3_up"."ancestor_id"
                              where
                                ("t3"."kind" = 'SECTION')
                              order by
                                "t3_up"."distance" = 0 desc,
                                "t3_about"."position",
                                "t3_up"."distance"
                              limit
                                1
                            )
                          ),
                          json_build_array("t2_live"."published_at", "t2_live"."article_id")
                        )
                      from
                        (
                          select
                        ) one
                        join revision "t2_revision" on "t2_revision"."id" = "t2"."live_revision_id"
                    ) as j
                  from
                    "live_branch" "t2_live"
                    join article "t2" on "t2"."id" = "t2_live"."article_id"
                  where
                    (
                      "t2"."live_revision_id" is not null
                      and "t2_live"."topic_id" = "t1"."id"
                    )
                  order by
                    "t2_live"."published_at" DESC,
                    "t2_live"."article_id" DESC
                  limit
                    21
                ) p
            ),
            '[]'::json
          ),
          'after',
          false,
          'before',
          false
        )
      )
    from
      "topic" as "t1"
    where
      (
        "t1"."slug" = (
          select
            topic_slug_led_to ($1::text)
        )
      )
    limit
      1
  ) as "v0";

-- topLevel
select
  json_build_object(
    'items',
    coalesce(
      (
        select
          json_agg(p.j)
        from
          (
            select
              json_build_array(json_build_object('name', "t1"."name", 'slug', "t1"."slug", 'kind', "t1"."kind")) as j
            from
              "topic" as "t1"
            where
              (
                (
                  (
                    exists (
                      select
                        1
                      from
                        "topic" as "t2"
                      where
                        ("t2"."id" = "t1"."parent_id")
                    )
                  ) is not true
                )
              )
            order by
              "t1"."name" ASC,
              "t1"."id" ASC
            limit
              20
          ) p
      ),
      '[]'::json
    )
  ) as "v0";

-- inside
--   $1: argument where.topics.some.within.slug of inside
select
  json_build_object(
    'items',
    coalesce(
      (
        select
          json_agg(p.j)
        from
          (
            select
              (
                select
                  json_build_array(json_build_object('headline', "t1_revision"."headline"))
                from
                  (
                    select
                  ) one
                  join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
              ) as j
            from
              "live_branch" "t1_live"
              join article "t1" on "t1"."id" = "t1_live"."article_id"
            where
              (
                "t1"."live_revision_id" is not null
                and "t1_live"."topic_id" = (
                  select
                    top.id
                  from
                    topic top
                  where
                    top.slug = (
                      select
                        topic_slug_led_to ($1::text)
                    )
                )
              )
            order by
              "t1_live"."published_at" DESC,
              "t1_live"."article_id" DESC
            limit
              5
          ) p
      ),
      '[]'::json
    )
  ) as "v0";
