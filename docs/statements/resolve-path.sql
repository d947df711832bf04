-- ResolvePath, from src/http/explorer/examples/resolve-path.graphql
-- Written by npm run docs:statements.

-- resolvePath
--   $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18: argument path of resolvePath
select
  (
    select
      json_build_object(
        '__typename',
        'Article'::text,
        'id',
        'article_' || "t1"."id"::text,
        'headline',
        "t1_revision"."headline"
      )
    from
      "article" as "t1"
      join revision "t1_revision" on "t1_revision"."id" = "t1"."live_revision_id"
    where
      (
        "t1"."live_revision_id" is not null
        and $1::text = 'ARTICLE'
        and "t1"."slug" = $2::text
        and "t1"."locale" = $3::text
      )
    limit
      1
  ) as "v0",
  (
    select
      json_build_object('__typename', 'Topic'::text)
    from
      "topic" as "t2"
    where
      (
        $4::text = 'TOPIC'
        and "t2"."slug" = $5::text
      )
    limit
      1
  ) as "v1",
  (
    select
      json_build_object('__typename', 'Author'::text)
    from
      "author" as "t3"
    where
      (
        $6::text = 'AUTHOR'
        and "t3"."slug" = $7::text
      )
    limit
      1
  ) as "v2",
  (
    select
      case
        when a.live_revision_id is not null then json_build_array('ARTICLE', a.locale, a.slug)
        when t.id is not null then json_build_array('TOPIC', '', t.slug)
        when w.id is not null then json_build_array('AUTHOR', '', w.slug)
      end
    from
      slug_alias s
      left join article a on a.id = s.article_id
      left join topic t on t.id = s.topic_id
      left join author w on w.id = s.author_id
    where
      s.kind = $8::text::alias_kind
      and s.slug = $9::text
      and s.locale = coalesce(
        case
          when s.kind = 'ARTICLE' then $10::text
        end,
        ''
      )
  ) as "v3",
  coalesce(
    (
      select
        to_char(coalesce(a.withdrawn_at, a.trashed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from
        article a
      where
        $11::text = 'ARTICLE'
        and (
          a.slug = $12::text
          and a.locale = $13::text
          or a.id = (
            select
              article_id
            from
              slug_alias
            where
              kind = 'ARTICLE'
              and slug = $14::text
              and locale = $15::text
          )
        )
        and a.live_revision_id is null
        and a.first_published_at is not null
      order by
        a.updated_at desc
      limit
        1
    ),
    (
      select
        to_char(s.gone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from
        slug_alias s
      where
        s.kind = $16::text::alias_kind
        and s.slug = $17::text
        and s.locale = coalesce($18::text, '')
    )
  ) as "v4";
