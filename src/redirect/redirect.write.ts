import { sql } from 'kysely'
import type { Actor } from '../activity/activity.write.ts'
import { changedFields } from '../activity/changed-fields.write.ts'
import { type Sender, send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Sql } from '../reading/sql.ts'
import type { NewRedirect } from './destination.ts'

/** Until the transaction ends, no other makes a redirect: of two that would lead to each other, the second finds the first. */
export async function holdRedirects(sender: Sender): Promise<void> {
  await send(sender, sql`select 1 from pg_advisory_xact_lock(hashtext('redirects'))`)
}

/** Where a row of `redirect` leads, as the audit trail has it: objects by their ids. */
const locationOf = (alias: string): Sql => {
  const at = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`coalesce(${at('target')}, ${sql.lit(idPrefix('Article'))} || ${at('article_id')}::text, ${sql.lit(idPrefix('Topic'))} || ${at('topic_id')}::text,
    ${sql.lit(idPrefix('Author'))} || ${at('author_id')}::text)`
}

interface Trail {
  readonly actor: Actor
  readonly source: string
  /** Whether new ones have an entry in the audit trail. Of what is imported, the source says all. */
  readonly isTold: boolean
}

/** The entry of each row of `written`, which has what `before` says in addition: its values, null for a new one. */
function entries({ actor }: Pick<Trail, 'actor'>, before: { location: Sql; permanent: Sql; isNew: Sql }): Sql {
  const action = (name: ActivityAction) => sql.lit<string>(name)
  const fields = changedFields([
    { field: 'path', before: sql`case when not ${before.isNew} then n.path end`, after: sql`n.path` },
    { field: 'location', before: before.location, after: locationOf('n') },
    { field: 'permanent', before: before.permanent, after: sql`n.permanent` },
  ])
  return sql`insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, changed_fields)
    select gen_random_uuid(), 'SiteRedirect', n.id, ${actor.id}::uuid, ${actor.name}::text,
      case when ${before.isNew} then ${action('CREATED')} else ${action('SAVED')} end, ${fields}`
}

export interface WrittenRedirects {
  readonly created: number
  readonly changed: number
}

/**
 * Writes redirects, each path once. One whose path has a redirect replaces it; if that says the same, nothing is written. The rows that there are
 * are looked up by path, which any plan finds by the index: a plan that is kept may have been made when the table was empty.
 */
export async function writeRedirects(
  sender: Sender,
  redirects: readonly NewRedirect[],
  { actor, source, isTold }: Trail,
): Promise<WrittenRedirects> {
  const isNew = sql`(o.id is null)`
  const paths = redirects.map(({ path }) => path)
  const [count] = await send<WrittenRedirects>(
    sender,
    sql`with given as (
        select path, "articleId" as article_id, "topicId" as topic_id, "authorId" as author_id, target, "targetPath" as target_path, permanent
        from jsonb_to_recordset(${JSON.stringify(redirects)}::text::jsonb)
          as g (path text, "articleId" uuid, "topicId" uuid, "authorId" uuid, target text, "targetPath" text, permanent boolean)),
      o as materialized (select * from redirect where path = any (${paths}::text[])),
      n as (
        insert into redirect (path, article_id, topic_id, author_id, target, target_path, permanent, source)
        select path, article_id, topic_id, author_id, target, target_path, permanent, ${source}::text from given
        on conflict (path) do update set article_id = excluded.article_id, topic_id = excluded.topic_id, author_id = excluded.author_id,
          target = excluded.target, target_path = excluded.target_path, gone_at = null, permanent = excluded.permanent, source = excluded.source
        where (redirect.article_id, redirect.topic_id, redirect.author_id, redirect.target, redirect.permanent, redirect.gone_at)
          is distinct from (excluded.article_id, excluded.topic_id, excluded.author_id, excluded.target, excluded.permanent, null)
        returning *),
      told as (${entries({ actor }, { location: locationOf('o'), permanent: sql`o.permanent`, isNew })}
        from n left join o on o.id = n.id where ${isTold}::boolean or o.id is not null)
      select count(*) filter (where ${isNew})::int as created, count(*) filter (where not ${isNew})::int as changed
      from n left join o on o.id = n.id`,
  )
  return count ?? { created: 0, changed: 0 }
}

/** Lets the redirects that lead to one of these paths lead where the path leads, so that nobody is redirected twice. */
export async function followRedirects(sender: Sender, paths: readonly string[], actor: Actor): Promise<void> {
  if (paths.length === 0) return
  await send(
    sender,
    sql`with old as (select r.* from redirect r where r.target_path = any (${[...paths]}::text[])),
      n as (
        update redirect r set article_id = next.article_id, topic_id = next.topic_id, author_id = next.author_id, target = next.target,
          target_path = next.target_path, gone_at = next.gone_at
        from redirect next, old where old.id = r.id and next.path = old.target_path and next.gone_at is null
        returning r.*)
      ${entries({ actor }, { location: locationOf('o'), permanent: sql`o.permanent`, isNew: sql`false` })} from n join old o on o.id = n.id`,
  )
}

export interface DeletedRedirect {
  readonly id: string
  readonly path: string
}

/** Null if there is none. */
export async function removeRedirect(sender: Sender, id: string): Promise<DeletedRedirect | null> {
  const [deleted] = await send<DeletedRedirect>(
    sender,
    sql`delete from redirect where id = ${id}::uuid returning id, path`,
  )
  return deleted ?? null
}

/** The one at a path. */
export async function idAt(sender: Sender, path: string): Promise<string | null> {
  const [row] = await send<{ id: string }>(sender, sql`select id from redirect where path = ${path}`)
  return row?.id ?? null
}
