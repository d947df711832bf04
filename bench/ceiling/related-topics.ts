/** The first `size` topics that go with those of the query `own`: id and score, best first. */
export const relatedTopicsSql = (own: string, size: number) => `
  with own as materialized (${own}),
  together as (
    select s.other_id as id, round((s.sum / topic_size_root(theirs.articles) / (select count(*) from own))::numeric, 6)::float8 as score
    from (
      select p.other_id, sum(p.articles / sqrt(mine.articles::float8)) as sum
      from own o join topic_total mine on mine.topic_id = o.topic_id
      cross join lateral (select other_id, articles from topic_pair where topic_id = o.topic_id and articles > 0
        order by articles desc, other_id limit 100) p
      group by p.other_id
    ) s join topic_total theirs on theirs.topic_id = s.other_id
  ),
  curated as (
    select r.related_id as id, min(r.position) as position from own o join topic_relation r on r.topic_id = o.topic_id group by r.related_id
  )
  select coalesce(c.id, t.id) as id, case when c.id is null then t.score else 1 end as score,
    case when c.id is null then t.score else 2 + 1 / (1 + c.position::float8) end as rank
  from together t full join curated c on c.id = t.id
  where coalesce(c.id, t.id) not in (select topic_id from own)
  order by rank desc, id desc limit ${size}`
