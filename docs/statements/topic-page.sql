-- TopicPage, from src/http/explorer/examples/topic-page.graphql
-- Written by npm run docs:statements.

-- topic
--   $1: argument slug of topic
select
  (
    select
      json_build_object(
        'id',
        'topic_' || "t1"."id"::text,
        'name',
        "t1"."name",
        'slug',
        "t1"."slug",
        '$3',
        "t1"."slug",
        'kind',
        "t1"."kind",
        'description',
        "t1"."description",
        'uri',
        "t1"."uri",
        'parent',
        (
          select
            json_build_object('name', "t2"."name", 'slug', "t2"."slug")
          from
            "topic" as "t2"
          where
            ("t2"."id" = "t1"."parent_id")
          limit
            1
        ),
        'ancestors',
        (
          select
            coalesce(
              json_agg(
                json_build_object('name', "t3"."name", 'slug', "t3"."slug")
                order by
                  "t3_up"."distance" desc
              ),
              '[]'::json
            )
          from
            (
              with recursive
                up (id, distance) as (
                  select
                    "t1"."parent_id",
                    1
                  union all
                  select
                    t.parent_id,
                    up.distance + 1
                  from
                    up
                    join topic t on t.id = up.id
                ) cycle id
              set
                is_loop using path
              select
                id,
                distance
              from
                up
              where
                id is not null
                and not is_loop
            ) "t3_up"
            join topic "t3" on "t3"."id" = "t3_up"."id"
          where
            (true)
        ),
        '$9',
        json_build_object(
          'items',
          coalesce(
            (
              select
                json_agg(p.j)
              from
                (
                  select
                    json_build_array(json_build_object('name', "t4"."name", 'slug', "t4"."slug")) as j
                  from
                    "topic" as "t4"
                  where
                    ("t4"."parent_id" = "t1"."id")
                  order by
                    "t4"."name" ASC,
                    "t4"."id" ASC
                  limit
                    50
                ) p
            ),
            '[]'::json
          )
        ),
        '$10',
        json_build_object(
          'items',
          coalesce(
            (
              select
                json_agg(p.j)
              from
                (
                  select
                    json_build_array("t5_scored"."score", json_build_object('name', "t5"."name", 'slug', "t5"."slug")) as j
                  from
                    (
                      select
                        *
                      from
                        (
                          with
                            own (topic_id) as (
                              select
                                "t1"."id"
                            ),
                            together as (
                              select
                                s.other_id as id,
                                round(
                                  (
                                    s.sum / topic_size_root (theirs.articles) / (
                                      select
                                        count(*)
                                      from
                                        own
                                    )
                                  ) * 1000000
                                ) / 1000000 as score
                              from
                                (
                                  select
                                    p.other_id,
                                    sum(p.articles / sqrt(mine.articles::float8)) as sum
                                  from
                                    own o
                                    join topic_total mine on mine.topic_id = o.topic_id
                                    and mine.articles > 0
                                    cross join lateral (
                                      select
                                        other_id,
                                        articles
                                      from
                                        topic_pair
                                      where
                                        topic_id = o.topic_id
                                        and articles > 0
                                      order by
                                        articles desc,
                                        other_id
                                      limit
                                        100
                                    ) p
                                  group by
                                    p.other_id
                                ) s
                                cross join lateral (
                                  select
                                    articles
                                  from
                                    topic_total
                                  where
                                    topic_id = s.other_id
                                    and articles > 0
                                  offset
                                    0
                                ) theirs
                            ),
                            curated as (
                              select
                                r.related_id as id,
                                min(r.position) as position
                              from
                                own o
                                join topic_relation r on r.topic_id = o.topic_id
                              group by
                                r.related_id
                            )
                          select
                            coalesce(c.id, t.id) as id,
                            case
                              when c.id is null then t.score
                              else 1
                            end as score,
                            case
                              when c.id is null then t.score
                              else 2 + 1 / (1 + c.position::float8)
                            end as rank
                          from
                            together t
                            full join curated c on c.id = t.id
                          where
                            coalesce(c.id, t.id) not in (
                              select
                                topic_id
                              from
                                own
                            )
                        ) "t5_scored"
                      where
                        true
                      order by
                        "t5_scored"."rank" DESC,
                        "t5_scored"."id" DESC
                      limit
                        8
                    ) "t5_scored"
                    join "topic" as "t5" on "t5"."id" = "t5_scored"."id"
                  where
                    true
                  order by
                    "t5_scored"."rank" DESC,
                    "t5_scored"."id" DESC
                  limit
                    8
                ) p
            ),
            '[]'::json
          )
        ),
        '$11',
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
                          json_build_array("t6_live"."published_at", "t6_live"."article_id"),
                          json_build_object(
                            'id',
                            'article_' || "t6"."id"::text,
                            'slug',
                            "t6"."slug",
                            '$2',
                            "t6"."locale",
                            'kicker',
                            "t6_revision"."kicker",
                            'headline',
                            "t6_revision"."headline",
                            'standfirst',
                            "t6_revision"."standfirst",
                            '$6',
                            (
                              select
                                coalesce(
                                  json_agg(
                                    json_build_array(
                                      c.role,
                                      case
                                        when "t6"."locale" = 'en' then c.name
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
                                                  and locale_covers (x.locale, "t6"."locale")
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
                                c.revision_id = "t6"."live_revision_id"
                            ),
                            'publishedAt',
                            to_char("t6"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            '$8',
                            "t6_revision"."word_count",
                            '$9',
                            (
                              select
                                json_build_object(
                                  'id',
                                  'caption_' || "t7"."id"::text,
                                  'role',
                                  "t7"."role",
                                  'position',
                                  "t7"."position",
                                  'text',
                                  coalesce(nullif("t7"."text", ''), nullif("t7_image"."description", '')),
                                  'altText',
                                  coalesce(nullif("t7"."alt_text", ''), nullif("t7_image"."alt_text", '')),
                                  'credit',
                                  coalesce(nullif("t7"."credit", ''), nullif("t7_image"."credit", '')),
                                  '$6',
                                  json_build_object(
                                    'id',
                                    'image_' || "t7_image"."id"::text,
                                    '$1',
                                    case
                                      when coalesce(
                                        "t7_image"."credit",
                                        "t7_image"."creator",
                                        "t7_image"."copyright_notice",
                                        "t7_image"."web_statement",
                                        "t7_image"."digital_source"
                                      ) is not null then left(
                                        md5(
                                          concat_ws(
                                            e'\x1f',
                                            coalesce("t7_image"."credit", ''),
                                            coalesce("t7_image"."creator", ''),
                                            coalesce("t7_image"."copyright_notice", ''),
                                            coalesce("t7_image"."web_statement", ''),
                                            coalesce("t7_image"."digital_source", '')
                                          )
                                        ),
                                        8
                                      )
                                    end,
                                    '$2',
                                    "t7_image"."file",
                                    '$3',
                                    "t7_image"."width",
                                    '$4',
                                    "t7_image"."height",
                                    '$5',
                                    "t7_image"."focal_x",
                                    '$6',
                                    "t7_image"."focal_y",
                                    'mimeType',
                                    "t7_image"."mime_type",
                                    'altText',
                                    "t7_image"."alt_text",
                                    'description',
                                    "t7_image"."description",
                                    'credit',
                                    "t7_image"."credit"
                                  )
                                )
                              from
                                "caption" as "t7"
                                join image "t7_image" on "t7_image"."id" = "t7"."image_id"
                              where
                                (
                                  (
                                    "t7_image"."withheld_at" is null
                                    and (
                                      "t7_image"."rights_expire_at" is null
                                      or "t7_image"."rights_expire_at" > now()
                                    )
                                  )
                                  and "t7"."revision_id" = "t6"."live_revision_id"
                                  and "t7"."role" = 'LEAD'
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
                                      "t8"."rel",
                                      'topic',
                                      json_build_object('id', 'topic_' || "t8_topic"."id"::text, 'name', "t8_topic"."name", 'slug', "t8_topic"."slug")
                                    )
                                    order by
                                      "t8"."position"
                                  ),
                                  '[]'::json
                                )
                              from
                                "revision_topic" as "t8"
                                join topic "t8_topic" on "t8_topic"."id" = "t8"."topic_id"
                              where
                                ("t8"."revision_id" = "t6"."live_revision_id")
                            )
                          )
                        )
                      from
                        (
                          select
                        ) one
                        join revision "t6_revision" on "t6_revision"."id" = "t6"."live_revision_id"
                    ) as j
                  from
                    "live_topic" "t6_live"
                    join article "t6" on "t6"."id" = "t6_live"."article_id"
                  where
                    (
                      "t6"."live_revision_id" is not null
                      and "t6_live"."topic_id" = "t1"."id"
                    )
                  order by
                    "t6_live"."published_at" DESC,
                    "t6_live"."article_id" DESC
                  limit
                    21
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
              articles
            from
              topic_total
            where
              topic_id = "t1"."id"
          )
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
