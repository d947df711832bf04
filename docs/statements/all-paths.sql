-- AllPaths, from src/http/explorer/examples/all-paths.graphql
-- Written by npm run docs:statements.

-- paths
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
              json_build_array(
                json_build_object(
                  '$0',
                  "t1"."kind",
                  '$1',
                  "t1"."locale",
                  '$2',
                  "t1"."slug",
                  'locale',
                  nullif("t1"."locale", ''),
                  'modifiedAt',
                  to_char("t1"."modified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                ),
                json_build_array("t1"."id")
              ) as j
            from
              (
                select
                  id,
                  'ARTICLE'::text as kind,
                  locale,
                  slug,
                  live_updated_at as modified_at
                from
                  article
                where
                  live_revision_id is not null
                union all
                select
                  id,
                  'TOPIC'::text as kind,
                  '',
                  slug,
                  updated_at
                from
                  topic
                union all
                select
                  id,
                  'TOPIC'::text as kind,
                  locale,
                  slug,
                  (
                    select
                      t.updated_at
                    from
                      topic t
                    where
                      t.id = topic_id
                  )
                from
                  topic_translation
                union all
                select
                  id,
                  'AUTHOR'::text as kind,
                  '',
                  slug,
                  updated_at
                from
                  author
                union all
                select
                  id,
                  'AUTHOR'::text as kind,
                  locale,
                  slug,
                  (
                    select
                      w.updated_at
                    from
                      author w
                    where
                      w.id = author_id
                  )
                from
                  author_translation
              ) "t1"
            where
              true
            order by
              "t1"."id" ASC
            limit
              1001
          ) p
      ),
      '[]'::json
    ),
    'after',
    false,
    'before',
    false
  ) as "v0";
