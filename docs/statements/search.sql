-- Search, from src/http/explorer/examples/search.graphql
-- Written by npm run docs:statements.

-- search
--   $1, $2, $3: argument query of search
select
  (
    with
      configs as (
        select distinct
          text_search_config (locale) as config
        from
          live_total
        where
          articles > 0
      ),
      exact as (
        select
          s.article_id as id,
          ts_rank(s.document, q, 1)::float8 as rank,
          $1::text as words
        from
          configs c
          cross join lateral websearch_to_tsquery(c.config, $2::text) q
          join live_search s on s.document @@ q
          and s.config = c.config
      ),
      words as (
        select
          w
        from
          regexp_split_to_table(lower($3::text), '[^[:alnum:]]+') w
        where
          length(w) > 3
          and not exists (
            select
              1
            from
              exact
          )
      ),
      names as (
        select
          name,
          topic_id,
          author_id,
          likeness
        from
          (
            select
              t.name,
              t.id as topic_id,
              null::uuid as author_id,
              max(word_similarity (w, t.name)) as likeness
            from
              words
              cross join topic t
            group by
              t.id
            union all
            select
              a.name,
              null,
              a.id,
              max(word_similarity (w, a.name))
            from
              words
              cross join author a
            group by
              a.id
          ) n
        where
          likeness >= 0.5
        order by
          likeness desc,
          name
        limit
          5
      ),
      similar_ones as (
        select distinct
          on (a.article_id) a.article_id as id,
          n.likeness::float8 / 100 as rank,
          n.name as words
        from
          names n
          cross join lateral (
            (
              select
                article_id
              from
                live_topic
              where
                topic_id = n.topic_id
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
                author_id = n.author_id
              order by
                published_at desc,
                article_id desc
              limit
                100
            )
          ) a
        order by
          a.article_id,
          n.likeness desc,
          n.name
      ),
      matches as (
        select
          *
        from
          exact
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
                        ts_headline(
                          text_search_config ("t1"."locale"),
                          translate("t1_revision"."headline", '\u{e000}\u{e001}', ''),
                          websearch_to_tsquery(text_search_config ("t1"."locale"), "t1_found"."words"),
                          'StartSel=\u{e000},StopSel=\u{e001},HighlightAll=true'
                        ),
                        ts_headline(
                          text_search_config ("t1"."locale"),
                          translate(left(concat_ws(' ', "t1_revision"."standfirst", "t1_revision"."plain_text"), 20000), '\u{e000}\u{e001}', ''),
                          websearch_to_tsquery(text_search_config ("t1"."locale"), "t1_found"."words"),
                          'StartSel=\u{e000},StopSel=\u{e001},MaxFragments=1,MaxWords=35,MinWords=15'
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
                  join article "t1" on "t1"."id" = "t1_found"."id"
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
        (
          select
            count(*)::int
          from
            matches
        )
      )
  ) as "v0";
