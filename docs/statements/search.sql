-- Search, from src/http/explorer/examples/search.graphql
-- Written by npm run docs:statements.

-- search
--   $1, $2, $3, $4, $5, $6, $7, $8, $9, $10: argument query of search
select
  (
    with
      "exact_live_search" as materialized (
        select
          c.config,
          case
            when exists (
              select
                1
              from
                outdated_document
            ) then search_either (q.query, websearch_to_tsquery(c.config, $1::text))
            else q.query
          end as query
        from
          (
            select distinct
              text_search_config (locale) as config
            from
              live_total
            where
              articles > 0
          ) c
          cross join lateral (
            select
              search_query (c.config, $2::jsonb) as query
            offset
              0
          ) q
      ),
      "exact_live_search_queries" as materialized (
        select
          each.query,
          each.configs,
          w.written
        from
          (
            select
              query,
              array_agg(config::oid) as configs
            from
              "exact_live_search"
            group by
              query
          ) each
          cross join (
            select
              search_words_as_written ($3::jsonb) as written
            offset
              0
          ) w
      ),
      "exact_some" as materialized (
        select
          "s"."article_id" as id,
          "s"."config",
          "s"."document",
          "s"."as_written",
          l.query,
          l.written
        from
          "exact_live_search_queries" l
          join "live_search" "s" on "s"."document" @@ l.query
          and "s"."config"::oid = any (l.configs)
        where
          true
        limit
          10001
      ),
      "exact_size" as materialized (
        select
          count(*) > 10000 as is_many
        from
          "exact_some"
      ),
      "exact_probe" as materialized (
        select
          count(*) >= 80 as is_common
        from
          (
            select
              *
            from
              live_search
            order by
              published_at desc,
              article_id desc
            limit
              200
          ) "s"
          cross join lateral (
            select
              l.query,
              l.written
            from
              "exact_live_search_queries" l
            where
              "s"."document" @@ l.query
              and "s"."config"::oid = any (l.configs)
            offset
              0
          ) l
        where
          (
            (
              select
                is_many
              from
                "exact_size"
            )
          )
      ),
      "exact" as materialized (
        select
          r.id,
          r.config,
          search_rank ("r"."document", "r"."as_written", "r"."query", "r"."written") as rank
        from
          "exact_some" r
        where
          not (
            select
              is_many
            from
              "exact_size"
          )
        union all
        select
          r.id,
          r.config,
          search_rank ("r"."document", "r"."as_written", "r"."query", "r"."written") as rank
        from
          (
            select
              "s"."article_id" as id,
              "s"."config",
              "s"."document",
              "s"."as_written",
              l.query,
              l.written
            from
              "exact_live_search_queries" l
              join "live_search" "s" on "s"."document" @@ l.query
              and "s"."config"::oid = any (l.configs)
            where
              (
                (
                  select
                    is_many
                  from
                    "exact_size"
                )
                and not (
                  select
                    is_common
                  from
                    "exact_probe"
                )
              )
            order by
              "s"."published_at" desc,
              "s"."article_id" desc
            limit
              2000
          ) r
        union all
        select
          r.id,
          r.config,
          search_rank ("r"."document", "r"."as_written", "r"."query", "r"."written") as rank
        from
          (
            select
              "s"."article_id" as id,
              "s"."config",
              "s"."document",
              "s"."as_written",
              l.query,
              l.written
            from
              (
                select
                  *
                from
                  live_search
                order by
                  published_at desc,
                  article_id desc
                limit
                  100000
              ) "s"
              cross join lateral (
                select
                  l.query,
                  l.written
                from
                  "exact_live_search_queries" l
                where
                  "s"."document" @@ l.query
                  and "s"."config"::oid = any (l.configs)
                offset
                  0
              ) l
            where
              (
                (
                  select
                    is_common
                  from
                    "exact_probe"
                )
              )
            order by
              "s"."published_at" desc,
              "s"."article_id" desc
            limit
              2000
          ) r
      ),
      "exact_marks" as materialized (
        select
          f.config,
          case
            when $4::jsonb = $5::jsonb then (
              select
                query
              from
                "exact_live_search" l
              where
                l.config = f.config
            )
            else search_query (f.config, $6::jsonb)
          end as marks
        from
          (
            select distinct
              config
            from
              "exact"
          ) f
      ),
      words as materialized (
        select
          n,
          search_fold (lower(w)) as w
        from
          jsonb_array_elements_text($7::jsonb) with ordinality as typed (w, n)
        where
          not exists (
            select
              1
            from
              "exact"
          )
      ),
      names as materialized (
        select
          *
        from
          (
            select
              *,
              row_number() over (
                partition by
                  n
                order by
                  likeness desc,
                  name
              ) as place
            from
              (
                select
                  n,
                  t.name,
                  t.id as topic_id,
                  null::uuid as author_id,
                  word_similarity (w, search_fold (t.name)) as likeness
                from
                  words
                  cross join (
                    select
                      id,
                      name
                    from
                      topic
                    union all
                    select
                      topic_id,
                      name
                    from
                      topic_translation
                  ) t
                where
                  length(w) >= 4
                union all
                select
                  n,
                  a.name,
                  null,
                  a.id,
                  word_similarity (w, search_fold (a.name))
                from
                  words
                  cross join (
                    select
                      id,
                      name
                    from
                      author
                    union all
                    select
                      author_id,
                      name
                    from
                      author_translation
                  ) a
                where
                  length(w) >= 4
              ) every_name
            where
              likeness >= 0.5
          ) likely
        where
          place <= 5
      ),
      candidates as (
        select
          a.article_id as id,
          max(m.likeness)::float8 / 100 as rank,
          $8::jsonb || search_any_word (string_agg(m.name, ' ')) as words
        from
          names m
          cross join lateral (
            (
              select
                article_id
              from
                live_topic
              where
                topic_id = m.topic_id
              order by
                published_at desc,
                article_id desc
              limit
                100
            )
            union all
            (
              select
                article_id
              from
                live_credit
              where
                author_id = m.author_id
              order by
                published_at desc,
                article_id desc
              limit
                100
            )
          ) a
        group by
          a.article_id
      ),
      similar_ones as (
        select
          c.id,
          c.rank,
          c.words
        from
          candidates c
          join live_search s on s.article_id = c.id
        where
          true
          and not exists (
            select
              1
            from
              words w
            where
              not exists (
                select
                  1
                from
                  names m
                where
                  m.n = w.n
                  and (
                    exists (
                      select
                        1
                      from
                        live_topic lt
                      where
                        lt.article_id = c.id
                        and lt.topic_id = m.topic_id
                    )
                    or exists (
                      select
                        1
                      from
                        live_credit lc
                      where
                        lc.article_id = c.id
                        and lc.author_id = m.author_id
                    )
                  )
              )
              and not coalesce(s.document @@ search_term (s.config, w.w, false), true)
          )
      ),
      matches as not materialized (
        select
          id,
          rank,
          null::jsonb as words
        from
          (
            select
              id,
              rank
            from
              "exact"
          ) every_match
        union all
        select
          *
        from
          similar_ones
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
                  (
                    select
                      json_build_array(
                        "t1_found"."rank",
                        json_build_array("t1_marked"."text_0", to_json("t1_marked"."words"), coalesce("t1_found"."words", $9::jsonb)),
                        json_build_array("t1_marked"."text_1", to_json("t1_marked"."words"), coalesce("t1_found"."words", $10::jsonb)),
                        json_build_object(
                          'id',
                          'article_' || "t1"."id"::text,
                          'slug',
                          "t1"."slug",
                          'publishedAt',
                          to_char("t1"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                        )
                      )
                    from
                      (
                        select
                      ) one
                      join "article" as "t1" on (
                        "t1"."id" = "t1_found"."id"
                        and "t1"."live_revision_id" is not null
                      )
                      join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
                      cross join lateral (
                        select
                          "s"."text_0",
                          "s"."text_1",
                          search_marks (
                            s.config,
                            concat_ws(E'
', "s"."text_0", "s"."text_1"),
                            case
                              when "t1_found"."words" is null then (
                                select
                                  marks
                                from
                                  "exact_marks" m
                                where
                                  m.config = s.config
                              )
                              else search_query (s.config, "t1_found"."words")
                            end
                          ) as words
                        from
                          (
                            select
                              "t1_revision"."headline" as "text_0",
                              left(concat_ws(' ', "t1_revision"."standfirst", "t1_revision"."plain_text"), 20000) as "text_1",
                              text_search_config ("t1"."locale") as config
                            offset
                              0
                          ) s
                        offset
                          0
                      ) "t1_marked"
                  ) as j
                from
                  matches as "t1_found"
                where
                  true
                order by
                  "t1_found"."rank" DESC,
                  "t1_found"."id" DESC
                limit
                  10
              ) p
          ),
          '[]'::json
        ),
        'total',
        coalesce(
          (
            select
              count(*)::int
            from
              "exact_live_search_queries" l
              join "live_search" "s" on "s"."document" @@ l.query
              and "s"."config"::oid = any (l.configs)
            where
              true
            having
              (
                select
                  is_many
                from
                  "exact_size"
              )
          ),
          (
            select
              count(*)::int
            from
              matches
          )
        )
      )
  ) as "v0";
