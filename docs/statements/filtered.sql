-- Filtered, from src/http/explorer/examples/filtered.graphql
-- Written by npm run docs:statements.

-- articles
--   $1, $6, $11: argument where.topics.some.slug.in of articles
--   $2, $7, $12: argument where.credits.some.author.slug.equals of articles
--   $3, $8: argument where.NOT.0.headline.contains of articles
--   $4, $9: argument where.locale.equals of articles
--   $5, $10: argument where.publishedAt.gte of articles
select
  (
    with
      few as materialized (
        select
          (
            select
              ids
            from
              (
                select
                  array(
                    select
                      "t5"."id"
                    from
                      (
                        select
                          "t6".*
                        from
                          "revision_topic" as "t6"
                          join topic "t6_topic" on "t6_topic"."id" = "t6"."topic_id"
                        where
                          (
                            (
                              (
                                "t6_topic"."slug" = any (
                                  array(
                                    select
                                      (
                                        select
                                          topic_slug_led_to (each)
                                      )
                                    from
                                      unnest($1::text[]) each
                                  )
                                )
                              )
                            )
                          )
                        offset
                          0
                      ) "t6"
                      join "article" as "t5" on "t6"."revision_id" = "t5"."live_revision_id"
                    where
                      ("t5"."live_revision_id" is not null)
                    limit
                      1001
                  ) as ids
                union all
                select
                  array(
                    select
                      "t7"."id"
                    from
                      (
                        select
                          "t8".*
                        from
                          "credit" as "t8"
                        where
                          (
                            (
                              exists (
                                select
                                  1
                                from
                                  "author" as "t9"
                                where
                                  (
                                    "t9"."id" = "t8"."author_id"
                                    and (
                                      (
                                        "t9"."slug" = (
                                          select
                                            author_slug_led_to ($2::text)
                                        )
                                      )
                                    )
                                  )
                              )
                            )
                          )
                        offset
                          0
                      ) "t8"
                      join "article" as "t7" on "t8"."revision_id" = "t7"."live_revision_id"
                    where
                      ("t7"."live_revision_id" is not null)
                    limit
                      1001
                  ) as ids
              ) each
            where
              cardinality(ids) <= 1000
            order by
              cardinality(ids)
            limit
              1
          ) as ids
      )
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
                  json_build_array(json_build_object('id', 'article_' || "t1"."id"::text, 'headline', "t1_revision"."headline")) as j
                from
                  "article" as "t1"
                  join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
                where
                  (
                    "t1"."live_revision_id" is not null
                    and (
                      ((((strpos("t1_revision"."headline", $3::text) > 0))) is not true)
                      and ("t1"."locale" = $4::text)
                      and ("t1"."published_at" >= $5::timestamptz)
                      and (
                        exists (
                          select
                            1
                          from
                            "revision_topic" as "t2"
                            join topic "t2_topic" on "t2_topic"."id" = "t2"."topic_id"
                          where
                            (
                              "t2"."revision_id" = "t1"."live_revision_id"
                              and (
                                (
                                  "t2_topic"."slug" = any (
                                    array(
                                      select
                                        (
                                          select
                                            topic_slug_led_to (each)
                                        )
                                      from
                                        unnest($6::text[]) each
                                    )
                                  )
                                )
                              )
                            )
                        )
                      )
                      and (
                        exists (
                          select
                            1
                          from
                            "credit" as "t3"
                          where
                            (
                              "t3"."revision_id" = "t1"."live_revision_id"
                              and (
                                exists (
                                  select
                                    1
                                  from
                                    "author" as "t4"
                                  where
                                    (
                                      "t4"."id" = "t3"."author_id"
                                      and (
                                        (
                                          "t4"."slug" = (
                                            select
                                              author_slug_led_to ($7::text)
                                          )
                                        )
                                      )
                                    )
                                )
                              )
                            )
                        )
                      )
                    )
                    and (
                      select
                        ids
                      from
                        few
                    )::uuid[] is not null
                    and "t1"."id" = any (
                      (
                        select
                          ids
                        from
                          few
                      )::uuid[]
                    )
                  )
                order by
                  "t1"."published_at" DESC,
                  "t1"."id" DESC
                limit
                  10
              ) p
          ),
          (
            select
              json_agg(p.j)
            from
              (
                select
                  json_build_array(json_build_object('id', 'article_' || "t1"."id"::text, 'headline', "t1_revision"."headline")) as j
                from
                  "article" as "t1"
                  join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
                where
                  (
                    "t1"."live_revision_id" is not null
                    and (
                      ((((strpos("t1_revision"."headline", $8::text) > 0))) is not true)
                      and ("t1"."locale" = $9::text)
                      and ("t1"."published_at" >= $10::timestamptz)
                      and (
                        exists (
                          select
                            1
                          from
                            "revision_topic" as "t2"
                            join topic "t2_topic" on "t2_topic"."id" = "t2"."topic_id"
                          where
                            (
                              "t2"."revision_id" = "t1"."live_revision_id"
                              and (
                                (
                                  "t2_topic"."slug" = any (
                                    array(
                                      select
                                        (
                                          select
                                            topic_slug_led_to (each)
                                        )
                                      from
                                        unnest($11::text[]) each
                                    )
                                  )
                                )
                              )
                            )
                        )
                      )
                      and (
                        exists (
                          select
                            1
                          from
                            "credit" as "t3"
                          where
                            (
                              "t3"."revision_id" = "t1"."live_revision_id"
                              and (
                                exists (
                                  select
                                    1
                                  from
                                    "author" as "t4"
                                  where
                                    (
                                      "t4"."id" = "t3"."author_id"
                                      and (
                                        (
                                          "t4"."slug" = (
                                            select
                                              author_slug_led_to ($12::text)
                                          )
                                        )
                                      )
                                    )
                                )
                              )
                            )
                        )
                      )
                    )
                    and (
                      select
                        ids
                      from
                        few
                    )::uuid[] is null
                  )
                order by
                  "t1"."published_at" DESC,
                  "t1"."id" DESC
                limit
                  10
              ) p
          ),
          '[]'::json
        )
      )
  ) as "v0";
