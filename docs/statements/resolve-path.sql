-- ResolvePath, from src/http/explorer/examples/resolve-path.graphql
-- Written by npm run docs:statements.

-- resolvePath
--   $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13: argument path of resolvePath
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
        when a.id is not null then json_build_array('ARTICLE', a.locale, a.slug)
        when t.id is not null then json_build_array('TOPIC', '', t.slug)
        else json_build_array('AUTHOR', '', w.slug)
      end
    from
      (
        select
          $8::text as kind,
          $9::text as slug,
          coalesce($10::text, '') as locale
      ) at,
      lateral (
        select
          *
        from
          slug_alias s
        where
          s.kind = at.kind::alias_kind
          and s.slug = at.slug
          and s.locale = at.locale
      ) s
      left join article a on a.id = s.article_id
      and a.live_revision_id is not null
      left join topic t on t.id = s.topic_id
      left join author w on w.id = s.author_id
    where
      coalesce(a.id, t.id, w.id) is not null
      and (
        s.was_live
        or not (
          exists (
            select
              1
            from
              slug_alias s
            where
              s.kind = at.kind::alias_kind
              and s.slug = at.slug
              and s.locale = at.locale
              and s.was_live
          )
          or exists (
            select
              1
            from
              article h
            where
              at.kind = 'ARTICLE'
              and h.slug = at.slug
              and h.locale = at.locale
              and h.first_published_at is not null
          )
        )
      )
    order by
      s.created_at desc,
      s.id
    limit
      1
  ) as "v3",
  (
    select
      to_char(max(gone.since) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from
      (
        select
          $11::text as kind,
          $12::text as slug,
          coalesce($13::text, '') as locale
      ) at,
      lateral (
        select
          coalesce(a.withdrawn_at, a.trashed_at) as since
        from
          article a
        where
          at.kind = 'ARTICLE'
          and a.live_revision_id is null
          and a.first_published_at is not null
          and (
            (
              a.slug = at.slug
              and a.locale = at.locale
            )
            or a.id in (
              select
                s.article_id
              from
                slug_alias s
              where
                s.kind = at.kind::alias_kind
                and s.slug = at.slug
                and s.locale = at.locale
            )
          )
        union all
        select
          s.gone_at
        from
          slug_alias s
        where
          s.kind = at.kind::alias_kind
          and s.slug = at.slug
          and s.locale = at.locale
      ) gone
  ) as "v4";
