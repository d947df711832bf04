-- ArticlePage, from src/http/explorer/examples/article-page.graphql
-- Written by npm run docs:statements.

-- article
--   $1: argument slug of article
select
  (
    select
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
        ),
        'updatedAt',
        to_char("t1"."live_updated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'firstPublishedAt',
        to_char("t1"."first_published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        '$13',
        (
          select
            coalesce(
              json_agg(
                json_build_object(
                  'role',
                  "t4"."role",
                  'position',
                  "t4"."position",
                  'name',
                  "t4"."name",
                  '$3',
                  (
                    select
                      json_build_object(
                        'id',
                        'author_' || "t5"."id"::text,
                        'name',
                        "t5"."name",
                        'slug',
                        "t5"."slug",
                        '$3',
                        "t5"."slug",
                        'jobTitle',
                        "t5"."job_title",
                        '$5',
                        (
                          select
                            json_build_object(
                              'id',
                              'image_' || "t6"."id"::text,
                              '$1',
                              case
                                when coalesce("t6"."credit", "t6"."creator", "t6"."copyright_notice", "t6"."web_statement", "t6"."digital_source") is not null then left(
                                  md5(
                                    concat_ws(
                                      e'\x1f',
                                      coalesce("t6"."credit", ''),
                                      coalesce("t6"."creator", ''),
                                      coalesce("t6"."copyright_notice", ''),
                                      coalesce("t6"."web_statement", ''),
                                      coalesce("t6"."digital_source", '')
                                    )
                                  ),
                                  8
                                )
                              end,
                              '$2',
                              "t6"."file",
                              '$3',
                              "t6"."width",
                              '$4',
                              "t6"."height",
                              '$5',
                              "t6"."focal_x",
                              '$6',
                              "t6"."focal_y",
                              'altText',
                              "t6"."alt_text"
                            )
                          from
                            "image" as "t6"
                          where
                            (
                              (
                                "t6"."withheld_at" is null
                                and (
                                  "t6"."rights_expire_at" is null
                                  or "t6"."rights_expire_at" > now()
                                )
                              )
                              and "t6"."id" = "t5"."image_id"
                            )
                          limit
                            1
                        )
                      )
                    from
                      "author" as "t5"
                    where
                      ("t5"."id" = "t4"."author_id")
                    limit
                      1
                  )
                )
                order by
                  "t4"."position"
              ),
              '[]'::json
            )
          from
            "credit" as "t4"
          where
            ("t4"."revision_id" = "t1"."live_revision_id")
        ),
        '$14',
        "t1_revision"."body",
        '$15',
        (
          select
            coalesce(
              json_object_agg(
                "t7"."id",
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
              ),
              '{}'::json
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
              and "t7"."revision_id" = "t1"."live_revision_id"
            )
        ),
        '$16',
        (
          select
            coalesce(
              json_agg(
                json_build_array(
                  c.id,
                  c.role,
                  coalesce(nullif("c"."alt_text", ''), nullif("i"."alt_text", '')),
                  coalesce(nullif("c"."text", ''), nullif("i"."description", '')),
                  coalesce(nullif("c"."credit", ''), nullif("i"."credit", '')),
                  true,
                  case
                    when coalesce("i"."credit", "i"."creator", "i"."copyright_notice", "i"."web_statement", "i"."digital_source") is not null then left(
                      md5(
                        concat_ws(
                          e'\x1f',
                          coalesce("i"."credit", ''),
                          coalesce("i"."creator", ''),
                          coalesce("i"."copyright_notice", ''),
                          coalesce("i"."web_statement", ''),
                          coalesce("i"."digital_source", '')
                        )
                      ),
                      8
                    )
                  end,
                  i.file,
                  i.width,
                  i.height,
                  i.focal_x,
                  i.focal_y,
                  c.crop_x,
                  c.crop_y,
                  c.crop_width,
                  c.crop_height
                )
                order by
                  c.position
              ),
              '[]'::json
            )
          from
            caption c
            join image i on i.id = c.image_id
          where
            c.revision_id = "t1"."live_revision_id"
            and (
              "i"."withheld_at" is null
              and (
                "i"."rights_expire_at" is null
                or "i"."rights_expire_at" > now()
              )
            )
        ),
        'bodyText',
        "t1_revision"."plain_text",
        '$18',
        (
          select
            coalesce(
              json_agg(
                json_build_object(
                  'id',
                  'caption_' || "t8"."id"::text,
                  'role',
                  "t8"."role",
                  'position',
                  "t8"."position",
                  'text',
                  coalesce(nullif("t8"."text", ''), nullif("t8_image"."description", '')),
                  'altText',
                  coalesce(nullif("t8"."alt_text", ''), nullif("t8_image"."alt_text", '')),
                  'credit',
                  coalesce(nullif("t8"."credit", ''), nullif("t8_image"."credit", '')),
                  '$6',
                  json_build_object(
                    'id',
                    'image_' || "t8_image"."id"::text,
                    '$1',
                    case
                      when coalesce(
                        "t8_image"."credit",
                        "t8_image"."creator",
                        "t8_image"."copyright_notice",
                        "t8_image"."web_statement",
                        "t8_image"."digital_source"
                      ) is not null then left(
                        md5(
                          concat_ws(
                            e'\x1f',
                            coalesce("t8_image"."credit", ''),
                            coalesce("t8_image"."creator", ''),
                            coalesce("t8_image"."copyright_notice", ''),
                            coalesce("t8_image"."web_statement", ''),
                            coalesce("t8_image"."digital_source", '')
                          )
                        ),
                        8
                      )
                    end,
                    '$2',
                    "t8_image"."file",
                    '$3',
                    "t8_image"."width",
                    '$4',
                    "t8_image"."height",
                    '$5',
                    "t8_image"."focal_x",
                    '$6',
                    "t8_image"."focal_y",
                    'mimeType',
                    "t8_image"."mime_type",
                    'altText',
                    "t8_image"."alt_text",
                    'description',
                    "t8_image"."description",
                    'credit',
                    "t8_image"."credit"
                  )
                )
                order by
                  "t8"."position"
              ),
              '[]'::json
            )
          from
            "caption" as "t8"
            join image "t8_image" on "t8_image"."id" = "t8"."image_id"
          where
            (
              (
                "t8_image"."withheld_at" is null
                and (
                  "t8_image"."rights_expire_at" is null
                  or "t8_image"."rights_expire_at" > now()
                )
              )
              and "t8"."revision_id" = "t1"."live_revision_id"
            )
        ),
        'corrections',
        (
          select
            coalesce(
              json_agg(
                json_build_object(
                  'kind',
                  "t9"."kind",
                  'text',
                  "t9"."text",
                  'publishedAt',
                  to_char("t9"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                )
                order by
                  "t9"."published_at" desc,
                  "t9"."id" desc
              ),
              '[]'::json
            )
          from
            "correction" as "t9"
          where
            (
              "t9"."removed_at" is null
              and "t9"."article_id" = "t1"."id"
            )
        ),
        '$20',
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
                      "t10_scored"."score",
                      json_build_object('id', 'topic_' || "t10"."id"::text, 'name', "t10"."name", 'slug', "t10"."slug", '$3', "t10"."slug")
                    ) as j
                  from
                    (
                      select
                        *
                      from
                        (
                          with
                            own (topic_id) as (
                              select
                                topic_id
                              from
                                revision_topic
                              where
                                revision_id = "t1"."live_revision_id"
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
                        ) "t10_scored"
                      where
                        true
                      order by
                        "t10_scored"."rank" DESC,
                        "t10_scored"."id" DESC
                      limit
                        6
                    ) "t10_scored"
                    join "topic" as "t10" on "t10"."id" = "t10_scored"."id"
                  where
                    true
                  order by
                    "t10_scored"."rank" DESC,
                    "t10_scored"."id" DESC
                  limit
                    6
                ) p
            ),
            '[]'::json
          )
        ),
        '$21',
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
                          "t11_found"."score",
                          array_remove(
                            array[
                              case
                                when "t11_found"."is_pinned" then 'PINNED'
                              end,
                              case
                                when "t11_found"."is_shared" then 'SHARED_TOPIC'
                              end,
                              case
                                when "t11_found"."is_same" then 'SAME_AUTHOR'
                              end
                            ],
                            null
                          ),
                          json_build_object(
                            'id',
                            'article_' || "t11"."id"::text,
                            'slug',
                            "t11"."slug",
                            '$2',
                            "t11"."locale",
                            'kicker',
                            "t11_revision"."kicker",
                            'headline',
                            "t11_revision"."headline",
                            'standfirst',
                            "t11_revision"."standfirst",
                            '$6',
                            (
                              select
                                coalesce(
                                  json_agg(
                                    json_build_array(
                                      c.role,
                                      case
                                        when "t11"."locale" = 'en' then c.name
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
                                                  and locale_covers (x.locale, "t11"."locale")
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
                                c.revision_id = "t11"."live_revision_id"
                            ),
                            'publishedAt',
                            to_char("t11"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            '$8',
                            "t11_revision"."word_count",
                            '$9',
                            (
                              select
                                json_build_object(
                                  'id',
                                  'caption_' || "t12"."id"::text,
                                  'role',
                                  "t12"."role",
                                  'position',
                                  "t12"."position",
                                  'text',
                                  coalesce(nullif("t12"."text", ''), nullif("t12_image"."description", '')),
                                  'altText',
                                  coalesce(nullif("t12"."alt_text", ''), nullif("t12_image"."alt_text", '')),
                                  'credit',
                                  coalesce(nullif("t12"."credit", ''), nullif("t12_image"."credit", '')),
                                  '$6',
                                  json_build_object(
                                    'id',
                                    'image_' || "t12_image"."id"::text,
                                    '$1',
                                    case
                                      when coalesce(
                                        "t12_image"."credit",
                                        "t12_image"."creator",
                                        "t12_image"."copyright_notice",
                                        "t12_image"."web_statement",
                                        "t12_image"."digital_source"
                                      ) is not null then left(
                                        md5(
                                          concat_ws(
                                            e'\x1f',
                                            coalesce("t12_image"."credit", ''),
                                            coalesce("t12_image"."creator", ''),
                                            coalesce("t12_image"."copyright_notice", ''),
                                            coalesce("t12_image"."web_statement", ''),
                                            coalesce("t12_image"."digital_source", '')
                                          )
                                        ),
                                        8
                                      )
                                    end,
                                    '$2',
                                    "t12_image"."file",
                                    '$3',
                                    "t12_image"."width",
                                    '$4',
                                    "t12_image"."height",
                                    '$5',
                                    "t12_image"."focal_x",
                                    '$6',
                                    "t12_image"."focal_y",
                                    'mimeType',
                                    "t12_image"."mime_type",
                                    'altText',
                                    "t12_image"."alt_text",
                                    'description',
                                    "t12_image"."description",
                                    'credit',
                                    "t12_image"."credit"
                                  )
                                )
                              from
                                "caption" as "t12"
                                join image "t12_image" on "t12_image"."id" = "t12"."image_id"
                              where
                                (
                                  (
                                    "t12_image"."withheld_at" is null
                                    and (
                                      "t12_image"."rights_expire_at" is null
                                      or "t12_image"."rights_expire_at" > now()
                                    )
                                  )
                                  and "t12"."revision_id" = "t11"."live_revision_id"
                                  and "t12"."role" = 'LEAD'
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
                                      "t13"."rel",
                                      'topic',
                                      json_build_object('id', 'topic_' || "t13_topic"."id"::text, 'name', "t13_topic"."name", 'slug', "t13_topic"."slug")
                                    )
                                    order by
                                      "t13"."position"
                                  ),
                                  '[]'::json
                                )
                              from
                                "revision_topic" as "t13"
                                join topic "t13_topic" on "t13_topic"."id" = "t13"."topic_id"
                              where
                                ("t13"."revision_id" = "t11"."live_revision_id")
                            )
                          )
                        )
                      from
                        (
                          select
                        ) one
                        join revision "t11_revision" on "t11_revision"."id" = "t11"."live_revision_id"
                    ) as j
                  from
                    (
                      select
                        *
                      from
                        (
                          with
                            topics as (
                              select
                                rt.topic_id,
                                10 / ln(1 + greatest(tt.articles, 1)::float8) as weight
                              from
                                revision_topic rt
                                join topic_total tt on tt.topic_id = rt.topic_id
                              where
                                rt.revision_id = "t1"."live_revision_id"
                            ),
                            authors as (
                              select distinct
                                author_id
                              from
                                credit
                              where
                                revision_id = "t1"."live_revision_id"
                                and author_id is not null
                            ),
                            pinned as (
                              select
                                p.related_id as id,
                                p.position,
                                a.published_at
                              from
                                article_pin p
                                join article a on a.id = p.related_id
                                and a.live_revision_id is not null
                              where
                                p.article_id = "t1"."id"
                            ),
                            hidden as (
                              select
                                id
                              from
                                article
                              where
                                translation_group_id = "t1"."translation_group_id"
                              union all
                              select
                                related_id
                              from
                                article_exclusion
                              where
                                article_id = "t1"."id"
                            ),
                            found as (
                              select
                                id,
                                published_at
                              from
                                pinned
                              union
                              select
                                n.article_id,
                                n.published_at
                              from
                                topics t
                                cross join lateral (
                                  select
                                    article_id,
                                    published_at
                                  from
                                    live_topic
                                  where
                                    topic_id = t.topic_id
                                    and locale = "t1"."locale"
                                  order by
                                    published_at desc,
                                    article_id desc
                                  limit
                                    30
                                ) n
                              union
                              select
                                n.article_id,
                                n.published_at
                              from
                                authors w
                                cross join lateral (
                                  select
                                    article_id,
                                    published_at
                                  from
                                    live_credit
                                  where
                                    author_id = w.author_id
                                  order by
                                    published_at desc,
                                    article_id desc
                                  limit
                                    15
                                ) n
                                cross join lateral (
                                  select
                                    locale
                                  from
                                    live_credit
                                  where
                                    article_id = n.article_id
                                    and author_id = w.author_id
                                  offset
                                    0
                                ) c
                              where
                                c.locale = "t1"."locale"
                            )
                          select
                            f.id,
                            p.id is not null as is_pinned,
                            shared.weight is not null as is_shared,
                            same.author is not null as is_same,
                            round(
                              (
                                coalesce(1000000 - 1000 * p.position, 0) + coalesce(shared.weight, 0) + coalesce(same.author, 0) + 1 / (
                                  1 + exp(
                                    greatest(
                                      -30,
                                      least(
                                        30,
                                        extract(
                                          epoch
                                          from
                                            "t1"."published_at" - f.published_at
                                        )::float8 / (90 * 86400)
                                      )
                                    )
                                  )
                                )
                              ) * 1000000
                            ) / 1000000 as score
                          from
                            found f
                            left join pinned p on p.id = f.id
                            left join lateral (
                              select
                                sum(t.weight) as weight
                              from
                                topics t
                                join live_topic l on l.article_id = f.id
                                and l.topic_id = t.topic_id
                            ) shared on true
                            left join lateral (
                              select
                                1::int as author
                              from
                                live_credit l
                                join authors w on w.author_id = l.author_id
                              where
                                l.article_id = f.id
                              limit
                                1
                            ) same on true
                          where
                            f.id not in (
                              select
                                id
                              from
                                hidden
                            )
                        ) "t11_found"
                      where
                        true
                      order by
                        "t11_found"."score" DESC,
                        "t11_found"."id" DESC
                      limit
                        5
                    ) "t11_found"
                    join "article" as "t11" on "t11"."id" = "t11_found"."id"
                  where
                    ("t11"."live_revision_id" is not null)
                  order by
                    "t11_found"."score" DESC,
                    "t11_found"."id" DESC
                  limit
                    5
                ) p
            ),
            '[]'::json
          )
        ),
        '$22',
        (
          select
            code
          from
            short_link
          where
            article_id = "t1"."id"
        ),
        '$23',
        (
          select
            name
          from
            site
        ),
        '$24',
        (
          select
            coalesce(
              json_agg(
                json_build_object(
                  'locale',
                  "t14"."locale",
                  '$1',
                  json_build_object('slug', "t14"."slug", '$1', "t14"."locale", 'headline', "t14_revision"."headline")
                )
                order by
                  "t14"."locale"
              ),
              '[]'::json
            )
          from
            "article" as "t14"
            join revision "t14_revision" on "t14_revision"."id" = "t14"."live_revision_id"
          where
            (
              "t14"."live_revision_id" is not null
              and "t14"."translation_group_id" = "t1"."translation_group_id"
              and "t14"."id" <> "t1"."id"
              and "t14"."status" <> 'TRASHED'
            )
        )
      )
    from
      "article" as "t1"
      join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
    where
      (
        "t1"."live_revision_id" is not null
        and "t1"."slug" = $1::text
      )
    order by
      "t1"."locale" = 'en' desc,
      "t1"."first_published_at",
      "t1"."id"
    limit
      1
  ) as "v0";
