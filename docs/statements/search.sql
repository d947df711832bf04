-- Search, from src/http/explorer/examples/search.graphql
-- Written by npm run docs:statements.

-- search
--   $1, $2, $3, $4, $5, $6, $7, $8: argument query of search
select
  (
    with
      "exact_live_search" as materialized (
        select
          c.config,
          search_either (
            search_query (c.config, $1::jsonb),
            case
              when exists (
                select
                  1
                from
                  outdated_document
              ) then websearch_to_tsquery(c.config, $2::text)
            end
          ) as query,
          search_query (c.config, $3::jsonb) as marks
        from
          (
            select distinct
              text_search_config (locale) as config
            from
              live_total
            where
              articles > 0
          ) c
      ),
      "exact_live_search_queries" as materialized (
        select
          query,
          array_agg(config::oid) as configs,
          search_words_as_written ($4::jsonb) as written
        from
          "exact_live_search"
        group by
          query
      ),
      "exact_some" as materialized (
        select
          s.article_id as id,
          search_rank (s.document, s.as_written, l.query, l.written) as rank
        from
          "exact_live_search_queries" l
          join "live_search" s on s.document @@ l.query
          and s.config::oid = any (l.configs)
        limit
          10001
      ),
      "exact" as (
        select
          id,
          rank
        from
          "exact_some"
        where
          not (
            select
              count(*)
            from
              "exact_some"
          ) > 10000
        union all
        select
          newest.*
        from
          (
            select
              a.id,
              m.rank
            from
              (
                select
                  id
                from
                  article b
                where
                  live_revision_id is not null
                  and true
                  and (
                    select
                      count(*)
                    from
                      "exact_some"
                  ) > 10000
                order by
                  published_at desc,
                  id desc
              ) a
              cross join lateral (
                select
                  search_rank (s.document, s.as_written, l.query, l.written) as rank
                from
                  "exact_live_search_queries" l
                  join "live_search" s on s.document @@ l.query
                  and s.config::oid = any (l.configs)
                where
                  s.article_id = a.id
                offset
                  0
              ) m
            limit
              2000
          ) newest
      ),
      words as materialized (
        select
          n,
          search_fold (lower(w)) as w
        from
          jsonb_array_elements_text($5::jsonb) with ordinality as typed (w, n)
        where
          not exists (
            select
              1
            from
              exact
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
                  cross join topic t
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
                  cross join author a
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
          $6::jsonb || search_any_word (string_agg(m.name, ' ')) as words
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
          not exists (
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
      matches as materialized (
        select
          id,
          rank,
          null::jsonb as words
        from
          exact
        union all
        select
          id,
          rank,
          words
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
                        (
                          select
                            json_build_array(
                              source,
                              to_json(
                                search_marks (
                                  s.config,
                                  source,
                                  case
                                    when "t1_found"."words" is null then (
                                      select
                                        marks
                                      from
                                        "exact_live_search" l
                                      where
                                        l.config = s.config
                                    )
                                    else search_query (s.config, "t1_found"."words")
                                  end
                                )
                              ),
                              coalesce("t1_found"."words", $7::jsonb)
                            )
                          from
                            (
                              select
                                "t1_revision"."headline" as source,
                                text_search_config ("t1"."locale") as config
                              offset
                                0
                            ) s
                        ),
                        (
                          select
                            json_build_array(
                              source,
                              to_json(
                                search_marks (
                                  s.config,
                                  source,
                                  case
                                    when "t1_found"."words" is null then (
                                      select
                                        marks
                                      from
                                        "exact_live_search" l
                                      where
                                        l.config = s.config
                                    )
                                    else search_query (s.config, "t1_found"."words")
                                  end
                                )
                              ),
                              coalesce("t1_found"."words", $8::jsonb)
                            )
                          from
                            (
                              select
                                left(concat_ws(' ', "t1_revision"."standfirst", "t1_revision"."plain_text"), 20000) as source,
                                text_search_config ("t1"."locale") as config
                              offset
                                0
                            ) s
                        ),
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
                      join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
                  ) as j
                from
                  matches as "t1_found"
                  cross join lateral (
                    select
                      *
                    from
                      article
                    where
                      id = "t1_found"."id"
                    offset
                      0
                  ) "t1"
                where
                  ("t1"."live_revision_id" is not null)
                order by
                  "t1_found"."rank" DESC,
                  "t1"."id" DESC
                limit
                  10
              ) p
          ),
          '[]'::json
        ),
        'total',
        case
          when (
            select
              count(*)
            from
              "exact_some"
          ) > 10000 then (
            select
              count(*)::int
            from
              "exact_live_search_queries" l
              join "live_search" s on s.document @@ l.query
              and s.config::oid = any (l.configs)
          )
          else (
            select
              count(*)::int
            from
              matches
          )
        end
      )
  ) as "v0";
