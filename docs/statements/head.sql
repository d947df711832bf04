-- Head, from src/http/explorer/examples/head.graphql
-- Written by npm run docs:statements.

-- article
--   $1: argument slug of article
select
  (
    select
      json_build_object(
        'genre',
        "t1_revision"."genre",
        'canonicalUrl',
        "t1"."canonical_url",
        'noIndex',
        "t1"."no_index",
        '$3',
        json_build_object(
          'id',
          "t1"."id",
          'locale',
          "t1"."locale",
          'slug',
          "t1"."slug",
          'headline',
          "t1_revision"."headline",
          'standfirst',
          "t1_revision"."standfirst",
          'kicker',
          "t1_revision"."kicker",
          'seo_title',
          "t1_revision"."seo_title",
          'meta_description',
          "t1_revision"."meta_description",
          'social_title',
          "t1_revision"."social_title",
          'social_description',
          "t1_revision"."social_description",
          'genre',
          "t1_revision"."genre",
          'ai_use',
          "t1_revision"."ai_use",
          'start',
          left("t1_revision"."plain_text", 400),
          'wordCount',
          "t1_revision"."word_count",
          'canonicalUrl',
          "t1"."canonical_url",
          'noIndex',
          "t1"."no_index",
          'isLive',
          true,
          'publishedAt',
          to_char("t1"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'modifiedAt',
          to_char(
            greatest("t1"."published_at", "t1"."content_modified_at") at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
          ),
          'image',
          (
            select
              json_build_array(
                coalesce(nullif("c"."alt_text", ''), nullif("i"."alt_text", '')),
                true,
                "i"."credit",
                "i"."copyright_notice",
                "i"."web_statement",
                "i"."digital_source",
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
                "i"."file",
                "i"."width",
                "i"."height",
                "i"."focal_x",
                "i"."focal_y",
                "c"."crop_x",
                "c"."crop_y",
                "c"."crop_width",
                "c"."crop_height"
              )
            from
              caption c
              join image i on i.id = c.image_id
            where
              c.revision_id = "t1"."live_revision_id"
              and c.role = 'LEAD'
              and (
                "i"."withheld_at" is null
                and (
                  "i"."rights_expire_at" is null
                  or "i"."rights_expire_at" > now()
                )
              )
            limit
              1
          ),
          'credits',
          (
            select
              coalesce(
                json_agg(
                  json_build_object(
                    'role',
                    c.role,
                    'name',
                    c.name,
                    'place',
                    case
                      when w.id is not null then coalesce(
                        (
                          select
                            json_build_array('AUTHOR', x.locale, x.slug)
                          from
                            "author_translation" x
                          where
                            "x"."author_id" = "w"."id"
                            and locale_covers (x.locale, "t1"."locale")
                            and json_build_array('AUTHOR', x.locale, x.slug) is not null
                          order by
                            length(x.locale) desc
                          limit
                            1
                        ),
                        json_build_array('AUTHOR', null, "w"."slug")
                      )
                    end,
                    'jobTitle',
                    coalesce(
                      (
                        select
                          x.job_title
                        from
                          "author_translation" x
                        where
                          "x"."author_id" = w.id
                          and locale_covers (x.locale, "t1"."locale")
                          and x.job_title is not null
                        order by
                          length(x.locale) desc
                        limit
                          1
                      ),
                      w.job_title
                    ),
                    'sameAs',
                    (
                      select
                        coalesce(
                          json_agg(
                            l.url
                            order by
                              l.position
                          ),
                          '[]'::json
                        )
                      from
                        author_link l
                      where
                        l.author_id = w.id
                    )
                  )
                  order by
                    c.position
                ),
                '[]'::json
              )
            from
              credit c
              left join author w on w.id = c.author_id
            where
              c.revision_id = "t1"."live_revision_id"
          ),
          'topics',
          (
            select
              coalesce(
                json_agg(
                  json_build_object(
                    'rel',
                    rt.rel,
                    'kind',
                    t.kind,
                    'name',
                    coalesce(
                      (
                        select
                          x.name
                        from
                          "topic_translation" x
                        where
                          "x"."topic_id" = "t"."id"
                          and locale_covers (x.locale, "t1"."locale")
                          and x.name is not null
                        order by
                          length(x.locale) desc
                        limit
                          1
                      ),
                      "t"."name"
                    ),
                    'place',
                    coalesce(
                      (
                        select
                          json_build_array('TOPIC', x.locale, x.slug)
                        from
                          "topic_translation" x
                        where
                          "x"."topic_id" = "t"."id"
                          and locale_covers (x.locale, "t1"."locale")
                          and json_build_array('TOPIC', x.locale, x.slug) is not null
                        order by
                          length(x.locale) desc
                        limit
                          1
                      ),
                      json_build_array('TOPIC', null, "t"."slug")
                    ),
                    'sameAs',
                    t.same_as
                  )
                  order by
                    rt.position
                ),
                '[]'::json
              )
            from
              revision_topic rt
              join topic t on t.id = rt.topic_id
            where
              rt.revision_id = "t1"."live_revision_id"
          ),
          'sections',
          (
            select
              coalesce(
                json_agg(
                  json_build_object(
                    'name',
                    coalesce(
                      (
                        select
                          x.name
                        from
                          "topic_translation" x
                        where
                          "x"."topic_id" = "p"."id"
                          and locale_covers (x.locale, "t1"."locale")
                          and x.name is not null
                        order by
                          length(x.locale) desc
                        limit
                          1
                      ),
                      "p"."name"
                    ),
                    'place',
                    coalesce(
                      (
                        select
                          json_build_array('TOPIC', x.locale, x.slug)
                        from
                          "topic_translation" x
                        where
                          "x"."topic_id" = "p"."id"
                          and locale_covers (x.locale, "t1"."locale")
                          and json_build_array('TOPIC', x.locale, x.slug) is not null
                        order by
                          length(x.locale) desc
                        limit
                          1
                      ),
                      json_build_array('TOPIC', null, "p"."slug")
                    )
                  )
                  order by
                    u.distance desc
                ),
                '[]'::json
              )
            from
              (
                select
                  x.id
                from
                  revision_topic "x_about"
                  join topic_ancestor "x_up" on "x_up"."topic_id" = "x_about"."topic_id"
                  and "x_about"."revision_id" = "t1"."live_revision_id"
                  and "x_about"."rel" = 'ABOUT'
                  join topic x on x.id = x_up.ancestor_id
                where
                  x.kind = 'SECTION'
                order by
                  "x_up"."distance" = 0 desc,
                  "x_about"."position",
                  "x_up"."distance"
                limit
                  1
              ) s
              join topic_ancestor u on u.topic_id = s.id
              join topic p on p.id = u.ancestor_id
          ),
          'corrections',
          (
            select
              coalesce(
                json_agg(
                  json_build_object(
                    'text',
                    k.text,
                    'publishedAt',
                    to_char(k.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                  )
                  order by
                    k.published_at,
                    k.id
                ),
                '[]'::json
              )
            from
              correction k
            where
              k.article_id = "t1"."id"
              and k.removed_at is null
          ),
          'story',
          (
            select
              coalesce(
                json_agg(
                  json_build_object(
                    'id',
                    o.id,
                    'locale',
                    o.locale,
                    'slug',
                    o.slug,
                    'headline',
                    h.headline,
                    'canonicalUrl',
                    o.canonical_url
                  )
                  order by
                    o.first_published_at,
                    o.id
                ),
                '[]'::json
              )
            from
              article o
              join revision h on h.id = o.live_revision_id
            where
              o.translation_group_id = "t1"."translation_group_id"
              and not o.no_index
          )
        ),
        '$4',
        (
          select
            json_build_object(
              'name',
              s.name,
              'description',
              s.description,
              'titleTemplate',
              s.title_template,
              'xHandle',
              s.x_handle,
              'logo',
              (
                select
                  json_build_array(
                    i.alt_text,
                    true,
                    "i"."credit",
                    "i"."copyright_notice",
                    "i"."web_statement",
                    "i"."digital_source",
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
                    "i"."file",
                    "i"."width",
                    "i"."height",
                    "i"."focal_x",
                    "i"."focal_y",
                    null::float8,
                    null::float8,
                    null::float8,
                    null::float8
                  )
                from
                  image i
                where
                  i.id = s.logo_id
                  and (
                    "i"."withheld_at" is null
                    and (
                      "i"."rights_expire_at" is null
                      or "i"."rights_expire_at" > now()
                    )
                  )
              ),
              'socialImage',
              (
                select
                  json_build_array(
                    i.alt_text,
                    true,
                    "i"."credit",
                    "i"."copyright_notice",
                    "i"."web_statement",
                    "i"."digital_source",
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
                    "i"."file",
                    "i"."width",
                    "i"."height",
                    "i"."focal_x",
                    "i"."focal_y",
                    null::float8,
                    null::float8,
                    null::float8,
                    null::float8
                  )
                from
                  image i
                where
                  i.id = s.social_image_id
                  and (
                    "i"."withheld_at" is null
                    and (
                      "i"."rights_expire_at" is null
                      or "i"."rights_expire_at" > now()
                    )
                  )
              ),
              'publisherName',
              s.publisher_name,
              'publisherUrl',
              s.publisher_url,
              'publisherLogo',
              (
                select
                  json_build_array(
                    i.alt_text,
                    true,
                    "i"."credit",
                    "i"."copyright_notice",
                    "i"."web_statement",
                    "i"."digital_source",
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
                    "i"."file",
                    "i"."width",
                    "i"."height",
                    "i"."focal_x",
                    "i"."focal_y",
                    null::float8,
                    null::float8,
                    null::float8,
                    null::float8
                  )
                from
                  image i
                where
                  i.id = s.publisher_logo_id
                  and (
                    "i"."withheld_at" is null
                    and (
                      "i"."rights_expire_at" is null
                      or "i"."rights_expire_at" > now()
                    )
                  )
              ),
              'policies',
              json_strip_nulls(
                json_build_object(
                  'publishingPrinciples',
                  "s"."publishing_principles",
                  'correctionsPolicy',
                  "s"."corrections_policy",
                  'ethicsPolicy',
                  "s"."ethics_policy",
                  'diversityPolicy',
                  "s"."diversity_policy",
                  'masthead',
                  "s"."masthead",
                  'missionCoveragePrioritiesPolicy',
                  "s"."mission_coverage_priorities_policy",
                  'verificationFactCheckingPolicy',
                  "s"."verification_fact_checking_policy",
                  'unnamedSourcesPolicy',
                  "s"."unnamed_sources_policy",
                  'actionableFeedbackPolicy',
                  "s"."actionable_feedback_policy",
                  'noBylinesPolicy',
                  "s"."no_bylines_policy",
                  'ownershipFundingInfo',
                  "s"."ownership_funding_info"
                )
              )
            )
          from
            site s
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

-- site
select
  (
    select
      json_build_object(
        '$0',
        "t1"."name",
        '$1',
        (
          select
            coalesce(
              json_agg(
                locale
                order by
                  locale collate "C"
              ),
              '[]'::json
            )
          from
            live_total
          where
            articles > 0
        ),
        'policies',
        json_build_object('correctionsPolicy', "t1"."corrections_policy")
      )
    from
      "site" as "t1"
    where
      (true)
    limit
      1
  ) as "v0";
