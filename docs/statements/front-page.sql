-- FrontPage, from src/http/explorer/examples/front-page.graphql
-- Written by npm run docs:statements.

-- articles
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
              case
                when row_number() over () <= 20 then (
                  select
                    json_build_array(
                      json_build_array("t1"."published_at", "t1"."id"),
                      json_build_object(
                        'id',
                        'article_' || "t1"."id"::text,
                        'slug',
                        "t1"."slug",
                        '$2',
                        "t1"."locale",
                        'kicker',
                        "t1_revision"."kicker",
                        'headline',
                        "t1_revision"."headline",
                        'standfirst',
                        "t1_revision"."standfirst",
                        '$6',
                        (
                          select
                            coalesce(
                              json_agg(
                                json_build_array(
                                  c.role,
                                  case
                                    when "t1"."locale" = 'en' then c.name
                                    else coalesce(
                                      (
                                        select
                                          (
                                            select
                                              x.name
                                            from
                                              "author_translation" x
                                            where
                                              "x"."author_id" = w.id
                                              and locale_covers (x.locale, "t1"."locale")
                                              and x.name is not null
                                            order by
                                              length(x.locale) desc
                                            limit
                                              1
                                          )
                                        from
                                          author w
                                        where
                                          w.id = c.author_id
                                          and w.name = c.name
                                      ),
                                      c.name
                                    )
                                  end,
                                  c.position
                                )
                                order by
                                  c.position
                              ),
                              '[]'::json
                            )
                          from
                            credit c
                          where
                            c.revision_id = "t1"."live_revision_id"
                        ),
                        'publishedAt',
                        to_char("t1"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                        '$8',
                        "t1_revision"."word_count",
                        '$9',
                        (
                          select
                            json_build_object(
                              'id',
                              'caption_' || "t2"."id"::text,
                              'role',
                              "t2"."role",
                              'position',
                              "t2"."position",
                              'text',
                              coalesce(nullif("t2"."text", ''), nullif("t2_image"."description", '')),
                              'altText',
                              coalesce(nullif("t2"."alt_text", ''), nullif("t2_image"."alt_text", '')),
                              'credit',
                              coalesce(nullif("t2"."credit", ''), nullif("t2_image"."credit", '')),
                              '$6',
                              json_build_object(
                                'id',
                                'image_' || "t2_image"."id"::text,
                                '$1',
                                case
                                  when coalesce(
                                    "t2_image"."credit",
                                    "t2_image"."creator",
                                    "t2_image"."copyright_notice",
                                    "t2_image"."web_statement",
                                    "t2_image"."digital_source"
                                  ) is not null then left(
                                    md5(
                                      concat_ws(
                                        e'\x1f',
                                        coalesce("t2_image"."credit", ''),
                                        coalesce("t2_image"."creator", ''),
                                        coalesce("t2_image"."copyright_notice", ''),
                                        coalesce("t2_image"."web_statement", ''),
                                        coalesce("t2_image"."digital_source", '')
                                      )
                                    ),
                                    8
                                  )
                                end,
                                '$2',
                                "t2_image"."file",
                                '$3',
                                "t2_image"."width",
                                '$4',
                                "t2_image"."height",
                                '$5',
                                "t2_image"."focal_x",
                                '$6',
                                "t2_image"."focal_y",
                                'mimeType',
                                "t2_image"."mime_type",
                                'altText',
                                "t2_image"."alt_text",
                                'description',
                                "t2_image"."description",
                                'credit',
                                "t2_image"."credit"
                              )
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
                              and "t2"."revision_id" = "t1"."live_revision_id"
                              and "t2"."role" = 'LEAD'
                            )
                          limit
                            1
                        ),
                        'topics',
                        (
                          select
                            coalesce(
                              json_agg(
                                json_build_object(
                                  'rel',
                                  "t3"."rel",
                                  'topic',
                                  json_build_object('id', 'topic_' || "t3_topic"."id"::text, 'name', "t3_topic"."name", 'slug', "t3_topic"."slug")
                                )
                                order by
                                  "t3"."position"
                              ),
                              '[]'::json
                            )
                          from
                            "revision_topic" as "t3"
                            join topic "t3_topic" on "t3_topic"."id" = "t3"."topic_id"
                          where
                            ("t3"."revision_id" = "t1"."live_revision_id")
                        )
                      )
                    )
                  from
                    (
                      select
                    ) one
                    join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
                )
              end as j
            from
              (
                select
                  *
                from
                  "article" as "t1"
                where
                  ("t1"."live_revision_id" is not null)
                order by
                  "t1"."published_at" DESC,
                  "t1"."id" DESC
                limit
                  21
              ) as "t1"
          ) p
      ),
      '[]'::json
    ),
    'after',
    false,
    'before',
    false,
    'total',
    (
      select
        coalesce(sum(articles), 0)::int
      from
        live_total
    )
  ) as "v0";
