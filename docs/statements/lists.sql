-- Lists, from src/http/explorer/examples/lists.graphql
-- Written by npm run docs:statements.

-- authors
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
              json_build_array(json_build_object('name', "t1"."name", 'slug', "t1"."slug")) as j
            from
              "author" as "t1"
            where
              true
            order by
              "t1"."name" ASC,
              "t1"."id" ASC
            limit
              10
          ) p
      ),
      '[]'::json
    ),
    'total',
    (
      select
        count(*)::int
      from
        "author" as "t2"
      where
        true
    )
  ) as "v0";

-- topics
--   $1: argument where.kind.equals of topics
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
              json_build_array(
                json_build_object(
                  'name',
                  "t1"."name",
                  'slug',
                  "t1"."slug",
                  'articleCount',
                  (
                    select
                      articles
                    from
                      topic_total
                    where
                      topic_id = "t1"."id"
                  )
                )
              ) as j
            from
              "topic" as "t1"
            where
              ((("t1"."kind" = $1::topic_kind)))
            order by
              "t1"."name" ASC,
              "t1"."id" ASC
            limit
              10
          ) p
      ),
      '[]'::json
    )
  ) as "v0";

-- images
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
              json_build_array(
                json_build_object(
                  'id',
                  'image_' || "t1"."id"::text,
                  'credit',
                  "t1"."credit",
                  '$2',
                  json_build_object(
                    'items',
                    coalesce(
                      (
                        select
                          json_agg(p.j)
                        from
                          (
                            select
                              json_build_array(
                                json_build_object(
                                  'article',
                                  (
                                    select
                                      json_build_object('slug', "t3"."slug")
                                    from
                                      "article" as "t3"
                                    where
                                      (
                                        "t3"."live_revision_id" is not null
                                        and "t3"."id" = "t2"."article_id"
                                      )
                                    limit
                                      1
                                  )
                                )
                              ) as j
                            from
                              (
                                select
                                  c.*,
                                  a.id as article_id,
                                  a.published_at
                                from
                                  caption c
                                  join article a on a.live_revision_id = c.revision_id
                                where
                                  c.image_id = "t1"."id"
                                offset
                                  0
                              ) "t2"
                            where
                              true
                            order by
                              "t2"."published_at" DESC,
                              "t2"."id" DESC
                            limit
                              5
                          ) p
                      ),
                      '[]'::json
                    ),
                    'total',
                    (
                      select
                        count(*)::int
                      from
                        (
                          select
                            c.*,
                            a.id as article_id,
                            a.published_at
                          from
                            caption c
                            join article a on a.live_revision_id = c.revision_id
                          where
                            c.image_id = "t1"."id"
                          offset
                            0
                        ) "t4"
                      where
                        true
                    )
                  )
                )
              ) as j
            from
              "image" as "t1"
            where
              (
                (
                  "t1"."withheld_at" is null
                  and (
                    "t1"."rights_expire_at" is null
                    or "t1"."rights_expire_at" > now()
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
                      c.image_id = "t1"."id"
                  )
                  or exists (
                    select
                      1
                    from
                      author
                    where
                      image_id = "t1"."id"
                  )
                  or exists (
                    select
                      1
                    from
                      site
                    where
                      "t1"."id" in (logo_id, social_image_id, publisher_logo_id)
                  )
                )
              )
            order by
              "t1"."created_at" DESC,
              "t1"."id" DESC
            limit
              10
          ) p
      ),
      '[]'::json
    )
  ) as "v0";
