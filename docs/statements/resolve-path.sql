-- ResolvePath, from src/http/explorer/examples/resolve-path.graphql
-- Written by npm run docs:statements.

-- resolvePath
--   $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24: argument path of resolvePath
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
        and "t2"."id" = (
          case
            when $5::text is null then (
              select
                own.id
              from
                "topic" own
              where
                own.slug = $6::text
            )
            else (
              select
                "x"."topic_id"
              from
                "topic_translation" x
              where
                x.slug = $7::text
                and x.locale = $8::text
            )
          end
        )
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
        $9::text = 'AUTHOR'
        and "t3"."id" = (
          case
            when $10::text is null then (
              select
                own.id
              from
                "author" own
              where
                own.slug = $11::text
            )
            else (
              select
                "x"."author_id"
              from
                "author_translation" x
              where
                x.slug = $12::text
                and x.locale = $13::text
            )
          end
        )
      )
    limit
      1
  ) as "v2",
  (
    select
      coalesce(
        (
          select
            json_build_array('TOPIC', x.locale, x.slug)
          from
            "topic_translation" x
          where
            "x"."topic_id" = t.id
            and locale_covers (x.locale, at.locale)
            and json_build_array('TOPIC', x.locale, x.slug) is not null
          order by
            length(x.locale) desc
          limit
            1
        ),
        (
          select
            json_build_array('AUTHOR', x.locale, x.slug)
          from
            "author_translation" x
          where
            "x"."author_id" = w.id
            and locale_covers (x.locale, at.locale)
            and json_build_array('AUTHOR', x.locale, x.slug) is not null
          order by
            length(x.locale) desc
          limit
            1
        ),
        case
          when a.id is not null then json_build_array('ARTICLE', a.locale, a.slug)
          when t.id is not null then json_build_array('TOPIC', '', t.slug)
          else json_build_array('AUTHOR', '', w.slug)
        end
      )
    from
      (
        select
          $14::text as kind,
          $15::text as slug,
          coalesce($16::text, '') as locale
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
      json_build_array(
        r.permanent,
        case
          when r.target is not null then to_json(r.target)
          else case
            when a.id is not null then json_build_array('ARTICLE', a.locale, a.slug)
            when t.id is not null then json_build_array('TOPIC', '', t.slug)
            else json_build_array('AUTHOR', '', w.slug)
          end
        end
      )
    from
      redirect r
      left join article a on a.id = r.article_id
      left join topic t on t.id = r.topic_id
      left join author w on w.id = r.author_id
    where
      r.path = $17::text
      and (
        r.target is not null
        or a.live_revision_id is not null
        or t.id is not null
        or w.id is not null
      )
  ) as "v4",
  (
    select
      coalesce(
        (
          select
            json_build_array('TOPIC', x.locale, x.slug)
          from
            "topic_translation" x
          where
            "x"."topic_id" = t.id
            and locale_covers (x.locale, at.locale)
            and json_build_array('TOPIC', x.locale, x.slug) is not null
          order by
            length(x.locale) desc
          limit
            1
        ),
        (
          select
            json_build_array('AUTHOR', x.locale, x.slug)
          from
            "author_translation" x
          where
            "x"."author_id" = w.id
            and locale_covers (x.locale, at.locale)
            and json_build_array('AUTHOR', x.locale, x.slug) is not null
          order by
            length(x.locale) desc
          limit
            1
        ),
        case
          when a.id is not null then json_build_array('ARTICLE', a.locale, a.slug)
          when t.id is not null then json_build_array('TOPIC', '', t.slug)
          else json_build_array('AUTHOR', '', w.slug)
        end
      )
    from
      (
        select
          $18::text as kind,
          $19::text as slug,
          coalesce($20::text, '') as locale
      ) at
      left join article a on false
      left join topic t on t.id = case
        when at.kind = 'TOPIC'
        and at.locale <> '' then topic_in_language (at.slug, at.locale)
      end
      left join author w on w.id = case
        when at.kind = 'AUTHOR'
        and at.locale <> '' then author_in_language (at.slug, at.locale)
      end
    where
      coalesce(t.id, w.id) is not null
  ) as "v5",
  (
    select
      to_char(max(gone.since) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from
      (
        select
          $21::text as kind,
          $22::text as slug,
          coalesce($23::text, '') as locale
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
  ) as "v6",
  (
    select
      to_char(
        coalesce(
          r.gone_at,
          case
            when a.first_published_at is not null
            and a.live_revision_id is null then coalesce(a.withdrawn_at, a.trashed_at)
          end
        ) at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
      )
    from
      redirect r
      left join article a on a.id = r.article_id
      left join topic t on t.id = r.topic_id
      left join author w on w.id = r.author_id
    where
      r.path = $24::text
  ) as "v7";
