-- AuthorPage, from src/http/explorer/examples/author-page.graphql
-- Written by npm run docs:statements.

-- author
--   $1: argument slug of author
select
  (
    select
      json_build_object(
        'id',
        'author_' || "t1"."id"::text,
        'name',
        "t1"."name",
        'slug',
        "t1"."slug",
        '$3',
        "t1"."slug",
        'jobTitle',
        "t1"."job_title",
        '$5',
        (
          select
            json_build_object(
              'id',
              'image_' || "t2"."id"::text,
              '$1',
              case
                when coalesce("t2"."credit", "t2"."creator", "t2"."copyright_notice", "t2"."web_statement", "t2"."digital_source") is not null then left(
                  md5(
                    concat_ws(
                      e'\x1f',
                      coalesce("t2"."credit", ''),
                      coalesce("t2"."creator", ''),
                      coalesce("t2"."copyright_notice", ''),
                      coalesce("t2"."web_statement", ''),
                      coalesce("t2"."digital_source", '')
                    )
                  ),
                  8
                )
              end,
              '$2',
              "t2"."file",
              '$3',
              "t2"."width",
              '$4',
              "t2"."height",
              '$5',
              "t2"."focal_x",
              '$6',
              "t2"."focal_y",
              'altText',
              "t2"."alt_text"
            )
          from
            "image" as "t2"
          where
            (
              (
                "t2"."withheld_at" is null
                and (
                  "t2"."rights_expire_at" is null
                  or "t2"."rights_expire_at" > now()
                )
              )
              and "t2"."id" = "t1"."image_id"
            )
          limit
            1
        ),
        'bio',
        "t1"."bio",
        'links',
        (
          select
            coalesce(
              json_agg(
                json_build_object('label', "t3"."label", 'url', "t3"."url")
                order by
                  "t3"."position"
              ),
              '[]'::json
            )
          from
            "author_link" as "t3"
          where
            ("t3"."author_id" = "t1"."id")
        ),
        '$8',
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
                            'id',
                            'article_' || "t4"."id"::text,
                            'slug',
                            "t4"."slug",
                            '$2',
                            "t4"."locale",
                            'kicker',
                            "t4_revision"."kicker",
                            'headline',
                            "t4_revision"."headline",
                            'standfirst',
                            "t4_revision"."standfirst",
                            '$6',
                            (
                              select
                                coalesce(
                                  json_agg(
                                    json_build_array(
                                      c.role,
                                      case
                                        when "t4"."locale" = 'en' then c.name
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
                                                  and locale_covers (x.locale, "t4"."locale")
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
                                c.revision_id = "t4"."live_revision_id"
                            ),
                            'publishedAt',
                            to_char("t4"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            '$8',
                            "t4_revision"."word_count",
                            '$9',
                            (
                              select
                                json_build_object(
                                  'id',
                                  'caption_' || "t5"."id"::text,
                                  'role',
                                  "t5"."role",
                                  'position',
                                  "t5"."position",
                                  'text',
                                  coalesce(nullif("t5"."text", ''), nullif("t5_image"."description", '')),
                                  'altText',
                                  coalesce(nullif("t5"."alt_text", ''), nullif("t5_image"."alt_text", '')),
                                  'credit',
                                  coalesce(nullif("t5"."credit", ''), nullif("t5_image"."credit", '')),
                                  '$6',
                                  json_build_object(
                                    'id',
                                    'image_' || "t5_image"."id"::text,
                                    '$1',
                                    case
                                      when coalesce(
                                        "t5_image"."credit",
                                        "t5_image"."creator",
                                        "t5_image"."copyright_notice",
                                        "t5_image"."web_statement",
                                        "t5_image"."digital_source"
                                      ) is not null then left(
                                        md5(
                                          concat_ws(
                                            e'\x1f',
                                            coalesce("t5_image"."credit", ''),
                                            coalesce("t5_image"."creator", ''),
                                            coalesce("t5_image"."copyright_notice", ''),
                                            coalesce("t5_image"."web_statement", ''),
                                            coalesce("t5_image"."digital_source", '')
                                          )
                                        ),
                                        8
                                      )
                                    end,
                                    '$2',
                                    "t5_image"."file",
                                    '$3',
                                    "t5_image"."width",
                                    '$4',
                                    "t5_image"."height",
                                    '$5',
                                    "t5_image"."focal_x",
                                    '$6',
                                    "t5_image"."focal_y",
                                    'mimeType',
                                    "t5_image"."mime_type",
                                    'altText',
                                    "t5_image"."alt_text",
                                    'description',
                                    "t5_image"."description",
                                    'credit',
                                    "t5_image"."credit"
                                  )
                                )
                              from
                                "caption" as "t5"
                                join image "t5_image" on "t5_image"."id" = "t5"."image_id"
                              where
                                (
                                  (
                                    "t5_image"."withheld_at" is null
                                    and (
                                      "t5_image"."rights_expire_at" is null
                                      or "t5_image"."rights_expire_at" > now()
                                    )
                                  )
                                  and "t5"."revision_id" = "t4"."live_revision_id"
                                  and "t5"."role" = 'LEAD'
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
                                      "t6"."rel",
                                      'topic',
                                      json_build_object('id', 'topic_' || "t6_topic"."id"::text, 'name', "t6_topic"."name", 'slug', "t6_topic"."slug")
                                    )
                                    order by
                                      "t6"."position"
                                  ),
                                  '[]'::json
                                )
                              from
                                "revision_topic" as "t6"
                                join topic "t6_topic" on "t6_topic"."id" = "t6"."topic_id"
                              where
                                ("t6"."revision_id" = "t4"."live_revision_id")
                            )
                          )
                        )
                      from
                        (
                          select
                        ) one
                        join revision "t4_revision" on "t4_revision"."id" = "t4"."live_revision_id"
                    ) as j
                  from
                    "live_credit" "t4_live"
                    join article "t4" on "t4"."id" = "t4_live"."article_id"
                  where
                    (
                      "t4"."live_revision_id" is not null
                      and "t4_live"."author_id" = "t1"."id"
                    )
                  order by
                    "t4_live"."published_at" DESC,
                    "t4_live"."article_id" DESC
                  limit
                    20
                ) p
            ),
            '[]'::json
          ),
          'total',
          (
            select
              articles
            from
              author_total
            where
              author_id = "t1"."id"
          )
        )
      )
    from
      "author" as "t1"
    where
      (
        "t1"."slug" = (
          select
            author_slug_led_to ($1::text)
        )
      )
    limit
      1
  ) as "v0";
