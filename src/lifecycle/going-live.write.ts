import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { assignmentsOf, type Columns } from '../database/columns.ts'
import { type Sender, send } from '../database/sender.ts'
import type { Article } from '../generated/graphql.ts'
import type { DB } from '../generated/kysely/database.ts'
import { eventName } from '../outbox/event.write.ts'
import type { Sql } from '../reading/sql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { type FoundArticle, type LoadedArticle, type MadeArticle, madeColumns } from './article.load.ts'
import { eventPayload, translationParts } from './article-event.write.ts'
import { changesOf } from './audited-columns.write.ts'
import { articleConflict } from './conflict.load.ts'
import { columnsOf, REPORTED_COLUMNS, UNSCHEDULED } from './settings.ts'
import { LIVE, WITHDRAWN } from './transitions.ts'

/** The actor, and the actor's note. */
export interface By {
  /** Null: the clock */
  readonly actor: Viewer | null
  readonly note: string | null
}

export const BY_CLOCK: By = { actor: null, note: null }

/** Fields of Article that a revision has, as the contents of `contentOf` name them. Of those that are no text of the page, readers get no other text. */
const CONTENT_FIELDS = [
  { name: 'kicker', isText: true },
  { name: 'headline', isText: true },
  { name: 'standfirst', isText: true },
  { name: 'dateline', isText: true },
  { name: 'aiUse', isText: false },
  { name: 'body', isText: true },
  { name: 'credits', isText: true },
  { name: 'captions', isText: true },
  { name: 'topics', isText: false },
  { name: 'seoTitle', column: 'seo_title', isText: false },
  { name: 'metaDescription', column: 'meta_description', isText: false },
  { name: 'socialTitle', column: 'social_title', isText: false },
  { name: 'socialDescription', column: 'social_description', isText: false },
  { name: 'genre', isText: false },
] as const satisfies readonly ContentField[]

interface ContentField {
  readonly name: keyof Article
  readonly column?: keyof DB['revision'] & string
  readonly isText: boolean
}

const columnOf = ({ name, column }: ContentField): string => column ?? name

const literals = (text: (field: ContentField) => string): Sql =>
  sql.join(CONTENT_FIELDS.map((field) => sql.lit<string>(text(field))))

/** How articles come to the readers, or are taken from them. `old` is the article as it was. */
interface Passage {
  readonly set: Columns<'article'>
  readonly action: 'PUBLISHED' | 'WITHDRAWN'
  /** Of `a`, the row after it: the revision that the audit trail names */
  readonly revision: 'live_revision_id' | 'previous_revision_id'
  readonly event: Sql
  /** What the event has in addition, or null */
  readonly more: Sql
}

/** What goes live, whether with a new date for readers, and when it is withdrawn again: SQL over `old`. */
export interface Publication {
  readonly revisionId: Sql
  readonly redate: Sql
  readonly unpublishAt: Sql
}

/**
 * Makes a revision of each of these articles live. Publishing again keeps both dates, so that a typo that is fixed leaves every list as it was,
 * and ends a withdrawal; readers get a new date only where that was asked for. A round of the workflow ends with it, unless something was saved since the revision that goes live.
 * @param articles a SELECT of whole rows, locked
 */
export function goingLive(articles: Sql, { revisionId, redate, unpublishAt }: Publication, by: By): Sql {
  return passing(articles, by, {
    set: {
      ...columnsOf({ ...UNSCHEDULED, status: LIVE.status, withdrawnAt: null, withdrawalReason: null }),
      workflow_state: sql`case when ${revisionId} = old.latest_revision_id then ${sql.lit(LIVE.workflowState)} else old.workflow_state end`,
      live_revision_id: revisionId,
      published_at: sql`case when ${redate} then now() else coalesce(old.published_at, now()) end`,
      first_published_at: sql`coalesce(old.first_published_at, now())`,
      live_updated_at: sql`now()`,
      content_modified_at: sql`case when ${isOtherForReaders(revisionId)} then now() else old.content_modified_at end`,
      unpublish_at: unpublishAt,
    },
    action: 'PUBLISHED',
    revision: 'live_revision_id',
    event: sql`case when previous_revision_id is null then ${eventName('article.published')} else ${eventName('article.updated')} end`,
    more: sql`case when previous_revision_id is not null then jsonb_build_object('changedFields', ${changedForReaders}) end`,
  })
}

/**
 * Withdraws these articles; the note is the reason. A schedule that still exists is cleared.
 * @param articles a SELECT of whole rows, locked
 */
export function withdrawing(articles: Sql, by: By): Sql {
  return passing(articles, by, {
    set: {
      ...columnsOf({ ...WITHDRAWN, ...UNSCHEDULED, liveRevisionId: null, withdrawalReason: by.note }),
      withdrawn_at: sql`now()`,
    },
    action: 'WITHDRAWN',
    revision: 'previous_revision_id',
    event: eventName('article.withdrawn'),
    more: sql`null::jsonb`,
  })
}

/** One statement, and so all or nothing: the rows, the audit trail and the events. It gives the articles with which it was done. */
function passing(articles: Sql, { actor, note }: By, { set, action, revision, event, more }: Passage): Sql {
  return sql`with old as (${articles}),
    a as (update article set ${assignmentsOf('article', set)} from old where article.id = old.id
      returning article.*, old.live_revision_id as previous_revision_id, old.published_at as previous_date, ${changedPaths} as changed_paths,
        ${changesOf(set, 'old')} as changed_fields),
    e as (insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, note, version, revision_id, changed_paths, changed_fields)
      select ${entryId(actor)}, 'Article', id, ${actor?.id ?? null}::uuid, ${actor?.name ?? null}::text, ${sql.lit(action)}, ${note}::text, version,
        ${sql.ref(revision)}, changed_paths, changed_fields from a),
    o as (insert into outbox_event (type, article_id, payload)
      select ${event}, id, ${eventPayload('a')} || jsonb_build_object('previousRevisionId', previous_revision_id) || coalesce(${more}, '{}') from a),
    ${sql.join(translationParts(comingOrGoing))}
    select ${madeColumns} from a`
}

/** Publishing a live article again changes nothing on the pages of its translations. */
const comingOrGoing = sql`select id, slug, locale, live_revision_id, translation_group_id as story from a
  where (previous_revision_id is null) <> (live_revision_id is null)`

/** What a revision says. */
function contentOf(revision: Sql): Sql {
  const rows = (table: 'credit' | 'caption' | 'revision_topic') =>
    sql`(select jsonb_agg(to_jsonb(p) - 'revision_id' order by p.position) from ${sql.table(table)} p where p.revision_id = r.id)`
  return sql`(select to_jsonb(r) || jsonb_build_object('aiUse', jsonb_build_array(r.ai_use, r.ai_note), 'credits', ${rows('credit')}, 'captions', ${rows('caption')}, 'topics', ${rows('revision_topic')}) as said
    from revision r where r.id = ${revision})`
}

/** The revision that readers had last, of an article that was withdrawn. Null where the audit trail does not say. */
const withdrawnRevision = sql`(select revision_id from activity where subject_id = old.id and subject_type = 'Article' and action = 'WITHDRAWN'
  order by at desc, id desc limit 1)`

/** Whether readers get another text than they had, or a correction that was made meanwhile. Topics, what is said of AI, and what search engines are told, are no text. */
function isOtherForReaders(revisionId: Sql): Sql {
  const [before, after] = [sql`coalesce(old.live_revision_id, ${withdrawnRevision})`, revisionId]
  const texts = CONTENT_FIELDS.filter(({ isText }) => isText).map((field) => sql`t.said -> ${sql.lit(columnOf(field))}`)
  const text = (revision: Sql) => sql`(select jsonb_build_array(${sql.join(texts)}) from ${contentOf(revision)} t)`
  return sql`old.first_published_at is not null and (coalesce(old.content_modified_at > old.withdrawn_at, false)
    or ${before} is distinct from ${after} and ${text(before)} is distinct from ${text(after)})`
}

/** What readers see otherwise, by the fields of Article: their date, and what the live revision says that the one before did not. */
const changedForReaders = sql`(case when a.published_at is distinct from a.previous_date then '["publishedAt"]' else '[]' end::jsonb) || ${changedContent()}`

/** The fields of Article in which the live revision differs from the one before. */
function changedContent(): Sql {
  return sql`(select coalesce(jsonb_agg(f.name order by f.place), '[]')
  from ${contentOf(sql`a.previous_revision_id`)} o, ${contentOf(sql`a.live_revision_id`)} n,
    unnest(array[${literals(({ name }) => name)}], array[${literals(columnOf)}]) with ordinality f (name, part, place)
  where o.said -> f.part is distinct from n.said -> f.part)`
}

/** The names of what becomes other than it was, as `changedSettings` has them. */
const changedPaths = sql`array_remove(array[${sql.join(
  REPORTED_COLUMNS.map(({ name, column }) => {
    const [before, after] = [sql.ref(`old.${column}`), sql.ref(`article.${column}`)]
    return sql`case when ${after} is distinct from ${before} then ${sql.lit(name)} end`
  }),
)}], null)`

/** The clock writes many entries by one statement, so that their ids are the database's; a viewer's stand in the order of their time. */
export function entryId(actor: Viewer | null): Sql {
  return actor ? sql`${uuid()}::uuid` : sql`gen_random_uuid()`
}

/** The article if it is unchanged since it was loaded; otherwise nothing. */
function asLoaded({ id, version }: LoadedArticle): Sql {
  return sql`select * from article where id = ${id}::uuid and version = ${version}::int for update`
}

async function run(sender: Sender, { id, version }: LoadedArticle, statement: Sql): Promise<MadeArticle> {
  const [done] = await send<FoundArticle>(sender, statement)
  if (!done) throw await articleConflict(sender, id, version)
  return { ...done, revisionId: null }
}

/** Makes the latest revision live. @throws Refusal CONFLICT */
export function publish(
  sender: Sender,
  article: LoadedArticle,
  { redate, unpublishAt }: { readonly redate: boolean; readonly unpublishAt: Date | null },
  by: By,
): Promise<MadeArticle> {
  const publication = {
    revisionId: sql`old.latest_revision_id`,
    redate: sql`${redate}::boolean`,
    unpublishAt: sql`${unpublishAt}::timestamptz`,
  }
  return run(sender, article, goingLive(asLoaded(article), publication, by))
}

/** Takes the article from the readers. @throws Refusal CONFLICT */
export function withdraw(sender: Sender, article: LoadedArticle, by: By): Promise<MadeArticle> {
  return run(sender, article, withdrawing(asLoaded(article), by))
}
