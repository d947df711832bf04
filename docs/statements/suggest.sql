-- Suggest, from src/http/explorer/examples/suggest.graphql
-- Written by npm run docs:statements.

-- suggest
--   $1, $2: argument query of suggest
select
  (
    with
      asked as materialized (
        select
          search_query ('pg_catalog.simple', $1::jsonb) as query,
          search_fold (lower($2::text)) as typed
      ),
      recent as materialized (
        select
          article_id,
          published_at
        from
          (
            select
              *
            from
              live_headline
            where
              true
            order by
              published_at desc,
              article_id desc
            limit
              2000
          ) h
        where
          words @@ (
            select
              query
            from
              asked
          )
        order by
          published_at desc,
          article_id desc
        limit
          8
      ),
      headlines as materialized (
        select
          article_id as id,
          row_number() over (
            order by
              published_at desc,
              article_id desc
          ) as place
        from
          (
            select
              *
            from
              recent
            where
              (
                select
                  count(*)
                from
                  recent
              ) >= 8
            union all
            (
              select
                *
              from
                (
                  select
                    article_id,
                    published_at
                  from
                    live_headline
                  where
                    words @@ (
                      select
                        query
                      from
                        asked
                    )
                    and true
                    and (
                      select
                        count(*)
                      from
                        recent
                    ) < 8
                  offset
                    0
                ) older
              order by
                published_at desc,
                article_id desc
              limit
                8
            )
          ) h
      ),
      begun as materialized (
        (
          select
            'Topic' as kind,
            n.id,
            coalesce(max(total.articles), 0) as articles,
            max(n.likeness) as likeness
          from
            (
              select
                n.id,
                1::float8 as likeness
              from
                "topic" n
              where
                name_words ("n"."name") @@ (
                  select
                    query
                  from
                    asked
                )
              union all
              select
                "x"."topic_id",
                1::float8
              from
                "topic_translation" x
              where
                name_words ("x"."name") @@ (
                  select
                    query
                  from
                    asked
                )
            ) n
            left join "topic_total" total on "total"."topic_id" = n.id
          group by
            n.id
          order by
            likeness desc,
            articles desc,
            n.id
          limit
            8
        )
        union all
        (
          select
            'Author' as kind,
            n.id,
            coalesce(max(total.articles), 0) as articles,
            max(n.likeness) as likeness
          from
            (
              select
                n.id,
                1::float8 as likeness
              from
                "author" n
              where
                name_words ("n"."name") @@ (
                  select
                    query
                  from
                    asked
                )
              union all
              select
                "x"."author_id",
                1::float8
              from
                "author_translation" x
              where
                name_words ("x"."name") @@ (
                  select
                    query
                  from
                    asked
                )
            ) n
            left join "author_total" total on "total"."author_id" = n.id
          group by
            n.id
          order by
            likeness desc,
            articles desc,
            n.id
          limit
            8
        )
      ),
      misspelt as materialized (
        select
          length(typed) >= 4
          and not exists (
            select
              1
            from
              begun
          )
          and not exists (
            select
              1
            from
              headlines
          ) as is_needed
        from
          asked
      ),
      names as materialized (
        select
          kind,
          id,
          row_number() over (
            order by
              likeness desc,
              articles desc,
              id
          ) as place
        from
          (
            select
              *
            from
              begun
            union all
            select
              *
            from
              (
                (
                  select
                    'Topic' as kind,
                    n.id,
                    coalesce(max(total.articles), 0) as articles,
                    max(n.likeness) as likeness
                  from
                    (
                      select
                        n.id,
                        word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("n"."name")
                        )::float8 as likeness
                      from
                        "topic" n
                      where
                        (
                          select
                            is_needed
                          from
                            misspelt
                        )
                        and word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("n"."name")
                        )::float8 >= 0.5
                      union all
                      select
                        "x"."topic_id",
                        word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("x"."name")
                        )::float8
                      from
                        "topic_translation" x
                      where
                        (
                          select
                            is_needed
                          from
                            misspelt
                        )
                        and word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("x"."name")
                        )::float8 >= 0.5
                    ) n
                    left join "topic_total" total on "total"."topic_id" = n.id
                  group by
                    n.id
                  order by
                    likeness desc,
                    articles desc,
                    n.id
                  limit
                    8
                )
                union all
                (
                  select
                    'Author' as kind,
                    n.id,
                    coalesce(max(total.articles), 0) as articles,
                    max(n.likeness) as likeness
                  from
                    (
                      select
                        n.id,
                        word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("n"."name")
                        )::float8 as likeness
                      from
                        "author" n
                      where
                        (
                          select
                            is_needed
                          from
                            misspelt
                        )
                        and word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("n"."name")
                        )::float8 >= 0.5
                      union all
                      select
                        "x"."author_id",
                        word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("x"."name")
                        )::float8
                      from
                        "author_translation" x
                      where
                        (
                          select
                            is_needed
                          from
                            misspelt
                        )
                        and word_similarity (
                          (
                            select
                              typed
                            from
                              asked
                          ),
                          search_fold ("x"."name")
                        )::float8 >= 0.5
                    ) n
                    left join "author_total" total on "total"."author_id" = n.id
                  group by
                    n.id
                  order by
                    likeness desc,
                    articles desc,
                    n.id
                  limit
                    8
                )
              ) likely
          ) n
      ),
      shares as materialized (
        select
          least(
            (
              select
                count(*)
              from
                names
            ),
            greatest(
              (8 + 1) / 2,
              8 - (
                select
                  count(*)
                from
                  headlines
              )
            )
          ) as of_names
      ),
      suggested as materialized (
        select
          kind,
          id,
          place
        from
          names
        where
          place <= (
            select
              of_names
            from
              shares
          )
        union all
        select
          'Article',
          id,
          (
            select
              of_names
            from
              shares
          ) + place
        from
          headlines
        where
          place <= 8 - (
            select
              of_names
            from
              shares
          )
      )
    select
      json_build_object(
        'Article',
        (
          select
            coalesce(
              json_object_agg(
                s.place,
                json_build_object(
                  '__typename',
                  'Article'::text,
                  'headline',
                  "t1_revision"."headline",
                  '$2',
                  "t1"."locale",
                  '$3',
                  "t1"."slug"
                )
              ),
              '{}'::json
            )
          from
            suggested s
            join "article" as "t1" on "t1"."id" = s.id
            join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
          where
            (
              "t1"."live_revision_id" is not null
              and s.kind = 'Article'
            )
        ),
        'Topic',
        (
          select
            coalesce(
              json_object_agg(s.place, json_build_object('__typename', 'Topic'::text, 'name', "t2"."name", '$2', "t2"."slug")),
              '{}'::json
            )
          from
            suggested s
            join "topic" as "t2" on "t2"."id" = s.id
          where
            (s.kind = 'Topic')
        ),
        'Author',
        (
          select
            coalesce(
              json_object_agg(s.place, json_build_object('__typename', 'Author'::text, 'name', "t3"."name", '$2', "t3"."slug")),
              '{}'::json
            )
          from
            suggested s
            join "author" as "t3" on "t3"."id" = s.id
          where
            (s.kind = 'Author')
        )
      )
  ) as "v0";
