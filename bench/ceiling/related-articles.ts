/** The five articles that go with the one in `own`: id, score and reasons, best first. */
export const relatedArticlesSql = `
  with topics as materialized (
    select rt.topic_id, 10 / ln(1 + greatest(tt.articles, 1)::float8) as weight
    from own o join revision_topic rt on rt.revision_id = o.live_revision_id join topic_total tt on tt.topic_id = rt.topic_id
  ),
  authors as materialized (
    select distinct c.author_id from own o join credit c on c.revision_id = o.live_revision_id where c.author_id is not null
  ),
  pinned as (select p.related_id as id, p.position from own o join article_pin p on p.article_id = o.id),
  found as (
    select id from pinned
    union
    select n.article_id from topics t cross join lateral (select article_id from live_topic
      where topic_id = t.topic_id and locale = (select locale from own) order by published_at desc, article_id desc limit 30) n
    union
    select n.article_id from authors w cross join lateral (select article_id, locale from live_credit
      where author_id = w.author_id order by published_at desc, article_id desc limit 15) n where n.locale = (select locale from own)
  ),
  scored as (
    select a.id, p.id is not null as is_pinned, s.weight is not null as is_shared, m.author is not null as is_same,
      coalesce(1000000 - 1000 * p.position, 0) + coalesce(s.weight, 0) + coalesce(m.author, 0)
        + 1 / (1 + exp(greatest(-30, least(30, extract(epoch from o.published_at - a.published_at)::float8 / (90 * 86400))))) as score
    from own o cross join found f join article a on a.id = f.id and a.live_revision_id is not null
      and a.translation_group_id <> o.translation_group_id
    left join pinned p on p.id = f.id
    left join lateral (select sum(t.weight) as weight from live_topic l join topics t on t.topic_id = l.topic_id where l.article_id = f.id) s on true
    left join lateral (select 1 as author from live_credit l join authors w on w.author_id = l.author_id where l.article_id = f.id limit 1) m on true
    where not exists (select 1 from article_exclusion e where e.article_id = o.id and e.related_id = f.id)
  )
  select id, round(score::numeric, 6)::float8 as score, array_remove(array[case when is_pinned then 'PINNED' end,
    case when is_shared then 'SHARED_TOPIC' end, case when is_same then 'SAME_AUTHOR' end], null) as reasons
  from scored order by score desc, id desc limit 5`
