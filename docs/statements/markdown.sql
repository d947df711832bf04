-- Markdown, from src/http/explorer/examples/markdown.graphql
-- Written by npm run docs:statements.

-- article
--   $1: argument slug of article
select
  (
    select
      json_build_object(
        '$0',
        "t1"."locale",
        '$1',
        "t1"."slug",
        '$2',
        "t1_revision"."body",
        '$3',
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
        '$4',
        "t1_revision"."kicker",
        '$5',
        "t1_revision"."headline",
        '$6',
        "t1_revision"."standfirst",
        '$7',
        "t1_revision"."dateline",
        '$8',
        json_build_object('kind', "t1_revision"."ai_use", 'note', "t1_revision"."ai_note"),
        '$9',
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
        '$10',
        json_build_array(
          to_char("t1"."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          case
            when greatest("t1"."published_at", "t1"."content_modified_at") > "t1"."published_at" then to_char(
              greatest("t1"."published_at", "t1"."content_modified_at") at time zone 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
            )
          end
        ),
        '$11',
        (
          select
            coalesce(
              json_agg(
                json_build_array(c.kind, c.text, to_char(c.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                order by
                  c.published_at desc,
                  c.id desc
              ),
              '[]'::json
            )
          from
            correction c
          where
            c.article_id = "t1"."id"
            and c.removed_at is null
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
