-- Share, from src/http/explorer/examples/share.graphql
-- Written by npm run docs:statements.

-- article
--   $1: argument slug of article
select
  (
    select
      json_build_object(
        'headline',
        "t1_revision"."headline",
        '$1',
        (
          select
            code
          from
            short_link
          where
            article_id = "t1"."id"
        ),
        '$2',
        "t1_revision"."standfirst",
        '$3',
        "t1"."locale",
        '$4',
        "t1"."slug",
        '$5',
        (
          select
            name
          from
            site
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
