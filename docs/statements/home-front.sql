-- HomeFront, from src/http/explorer/examples/home-front.graphql
-- Written by npm run docs:statements.

-- front
--   $1: argument slug of front
--   $2: argument locale of front
select
  (
    select
      json_build_object(
        'name',
        "t1_front_revision"."name",
        'locale',
        "t1"."locale",
        'publishedAt',
        to_char("t1"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        '$3',
        (
          select
            coalesce(
              json_agg(
                json_build_object(
                  'name',
                  "t2"."name",
                  'title',
                  "t2"."title",
                  'size',
                  "t2"."size",
                  '$3',
                  (
                    select
                      coalesce(
                        json_agg(
                          json_build_object(
                            'isPinned',
                            "t3_at"."pin_id" is not null,
                            'headline',
                            coalesce("t3"."headline", "t3_revision"."headline"),
                            'kicker',
                            coalesce("t3"."kicker", "t3_revision"."kicker"),
                            'standfirst',
                            coalesce("t3"."standfirst", "t3_revision"."standfirst"),
                            '$4',
                            (
                              select
                                json_build_object(
                                  'altText',
                                  coalesce(nullif("t4"."alt_text", ''), nullif("t4_image"."alt_text", '')),
                                  'creditLine',
                                  coalesce(
                                    coalesce(nullif("t4"."credit", ''), nullif("t4_image"."credit", '')),
                                    nullif(
                                      concat_ws(
                                        '/',
                                        nullif("t4_image"."creator", ''),
                                        nullif(nullif("t4_image"."copyright_holder", ''), nullif("t4_image"."creator", ''))
                                      ),
                                      ''
                                    )
                                  ),
                                  '$2',
                                  case
                                    when coalesce(
                                      "t4_image"."credit",
                                      "t4_image"."creator",
                                      "t4_image"."copyright_notice",
                                      "t4_image"."web_statement",
                                      "t4_image"."digital_source"
                                    ) is not null then left(
                                      md5(
                                        concat_ws(
                                          e'\x1f',
                                          coalesce("t4_image"."credit", ''),
                                          coalesce("t4_image"."creator", ''),
                                          coalesce("t4_image"."copyright_notice", ''),
                                          coalesce("t4_image"."web_statement", ''),
                                          coalesce("t4_image"."digital_source", '')
                                        )
                                      ),
                                      8
                                    )
                                  end,
                                  '$3',
                                  "t4_image"."file",
                                  '$4',
                                  "t4_image"."width",
                                  '$5',
                                  "t4_image"."height",
                                  '$6',
                                  "t4_image"."focal_x",
                                  '$7',
                                  "t4_image"."focal_y",
                                  '$8',
                                  "t4"."crop_x",
                                  '$9',
                                  "t4"."crop_y",
                                  '$10',
                                  "t4"."crop_width",
                                  '$11',
                                  "t4"."crop_height"
                                )
                              from
                                "caption" as "t4"
                                join image "t4_image" on "t4_image"."id" = "t4"."image_id"
                              where
                                (
                                  (
                                    "t4_image"."withheld_at" is null
                                    and (
                                      "t4_image"."rights_expire_at" is null
                                      or "t4_image"."rights_expire_at" > now()
                                    )
                                  )
                                  and "t4"."revision_id" = "t3_article"."live_revision_id"
                                  and "t4"."id" = coalesce(
                                    (
                                      select
                                        c.id
                                      from
                                        caption c
                                      where
                                        c.revision_id = "t3_article"."live_revision_id"
                                        and c.id = "t3"."caption_id"
                                    ),
                                    (
                                      select
                                        c.id
                                      from
                                        caption c
                                      where
                                        c.revision_id = "t3_article"."live_revision_id"
                                        and c.role = 'LEAD'
                                    )
                                  )
                                )
                              limit
                                1
                            ),
                            '$5',
                            (
                              select
                                json_build_object(
                                  'id',
                                  'article_' || "t5"."id"::text,
                                  'slug',
                                  "t5"."slug",
                                  '$2',
                                  "t5"."locale",
                                  '$3',
                                  (
                                    select
                                      coalesce(
                                        json_agg(
                                          json_build_array(
                                            c.role,
                                            case
                                              when "t5"."locale" = 'en' then c.name
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
                                                        and locale_covers (x.locale, "t5"."locale")
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
                                      c.revision_id = "t5"."live_revision_id"
                                  ),
                                  'publishedAt',
                                  to_char("t5"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                                )
                              from
                                "article" as "t5"
                              where
                                (
                                  "t5"."live_revision_id" is not null
                                  and "t5"."id" = "t3_at"."article_id"
                                )
                              limit
                                1
                            )
                          )
                          order by
                            "t3_at"."place"
                        ),
                        '[]'::json
                      )
                    from
                      unnest("t2_shown"."article_ids", "t2_shown"."pin_ids") with ordinality "t3_at" (article_id, pin_id, place)
                      left join front_pin "t3" on "t3"."id" = "t3_at"."pin_id"
                      join article "t3_article" on "t3_article"."id" = "t3_at"."article_id"
                      join revision "t3_revision" on "t3_revision"."id" = "t3_article"."live_revision_id"
                    where
                      (true)
                  )
                )
                order by
                  "t2"."position"
              ),
              '[]'::json
            )
          from
            front_shown ("t1"."live_revision_id") "t2_shown"
            join front_slot "t2" on "t2"."id" = "t2_shown"."slot_id"
          where
            (true)
        )
      )
    from
      "front" as "t1"
      join front_revision "t1_front_revision" on "t1_front_revision"."id" = "t1"."live_revision_id"
    where
      (
        "t1"."live_revision_id" is not null
        and "t1"."slug" = $1::text
        and "t1"."locale" = $2::text
      )
    limit
      1
  ) as "v0";
