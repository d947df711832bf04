import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { type FieldChange, fieldChange, omitted } from '../activity/field-change.ts'
import type { Content } from '../content/content.ts'
import { insertContent } from '../content/content.write.ts'
import { assignmentsOf, type Columns } from '../database/columns.ts'
import { type Sender, send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { ArticleEvent } from '../outbox/events.ts'
import type { Sql } from '../reading/sql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { type FoundArticle, type LoadedArticle, type MadeArticle, madeColumns } from './article.load.ts'
import { eventPayload, translationParts } from './article-event.write.ts'
import { changesOf, fieldsOf } from './audited-columns.write.ts'
import { articleConflict } from './conflict.load.ts'

/** A new revision. */
export interface NewRevision {
  readonly content: Content
  /** What it changes, as "headline, body" */
  readonly summary: string | null
  /** The number of the revision that it restores */
  readonly restoredFrom?: number
}

/** An entry of the audit trail. */
export interface Entry {
  readonly action: ActivityAction
  readonly note?: string | null | undefined
  /** The revision that it is about; a new one, if the change has one. Null: about none in particular */
  readonly revisionId?: string | null
  /** "headline", "body.3.html", "status" … */
  readonly changedPaths: readonly string[]
  /** The values of what is no column of the article; what is not here is named only by the first names of the paths */
  readonly changedFields?: readonly FieldChange[]
}

export interface ArticleChange {
  readonly set?: Columns<'article'>
  readonly revision?: NewRevision
  readonly entry: Entry
  readonly event?: ArticleEvent
  /** Whether its page is found elsewhere, or in another story: then its live translations get an event */
  readonly movesFrom?: Pick<LoadedArticle, 'translationGroupId'>
  /** Of the lock: "renew" the actor's where there is one, "take" it over from another */
  readonly lock?: 'renew' | 'take'
  /** Whether what the actor had typed and not saved is saved by it, or done with */
  readonly endsAutosave?: boolean
}

/** How long a lock is good for. */
export const LOCK_MINUTES = 5

function entryPart(entry: Entry, revisionId: string | null, actor: Viewer | null): Sql {
  return sql`e as (insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, note, version, revision_id, changed_paths, changed_fields)
    select ${uuid()}::uuid, 'Article', a.id, ${actor?.id ?? null}::uuid, ${actor?.name ?? null}::text, ${entry.action}::text, ${entry.note ?? null}::text, a.version,
      ${revisionId}::uuid, array(select jsonb_array_elements_text(${JSON.stringify(entry.changedPaths)}::jsonb)), ${JSON.stringify(entry.changedFields ?? [])}::jsonb || a.changed_fields from a)`
}

/** With a name for every change that has no value here: the trail says of each that it was made. */
function withAllNamed(entry: Entry, columns: Columns<'article'>): Entry {
  const { changedFields = [], changedPaths } = entry
  const named = new Set([...changedFields.map(({ field }) => field), ...fieldsOf(columns)])
  const names = new Set(changedPaths.flatMap((path) => path.split('.').slice(0, 1)))
  return { ...entry, changedFields: [...changedFields, ...[...names].filter((name) => !named.has(name)).map(omitted)] }
}

function eventPart({ type, payload }: ArticleEvent): Sql {
  return sql`o as (insert into outbox_event (type, article_id, payload)
    select ${type}::text, a.id, ${eventPayload('a')} || ${JSON.stringify(payload)}::jsonb from a)`
}

/** The changed article, once for each story that it is or was in. */
function ofBothStories({ translationGroupId }: Pick<LoadedArticle, 'translationGroupId'>): Sql {
  return sql`select id, slug, locale, live_revision_id, translation_group_id as story from a
    union select id, slug, locale, live_revision_id, ${translationGroupId}::uuid from a`
}

function lockParts(
  lock: 'renew' | 'take',
  { lockHolderId, lockHolderName }: Pick<LoadedArticle, 'lockHolderId' | 'lockHolderName'>,
  { id, name }: Viewer,
): Sql[] {
  const until = sql`now() + make_interval(mins => ${sql.lit(LOCK_MINUTES)})`
  if (lock === 'renew')
    return [
      sql`l as (update article_lock set expires_at = ${until} from a where article_id = a.id and holder_id = ${id}::uuid)`,
    ]
  return [
    sql`l as (insert into article_lock (article_id, holder_id, expires_at) select a.id, ${id}::uuid, ${until} from a
      on conflict (article_id) do update set holder_id = excluded.holder_id, expires_at = excluded.expires_at,
        acquired_at = case when article_lock.holder_id = excluded.holder_id then article_lock.acquired_at else now() end)`,
    sql`lt as (insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, lost_by_id, changed_fields)
      select ${uuid()}::uuid, 'Article', a.id, ${id}::uuid, ${name}::text, 'LOCK_TAKEN_OVER', ${lockHolderId}::uuid,
        ${JSON.stringify([fieldChange('lock', lockHolderName, name)])}::jsonb from a)`,
  ]
}

/** The row stays for a while: an autosave that was sent before, and arrives after, is known by it (src/autosave). */
function autosavePart({ id }: Viewer): Sql {
  return sql`u as (update autosave set content = null, ended_version = a.version, saved_at = now() from a
    where article_id = a.id and user_id = ${id}::uuid)`
}

async function run(sender: Sender, parts: readonly Sql[]): Promise<FoundArticle | undefined> {
  const [row] = await send<FoundArticle>(sender, sql`with ${sql.join(parts)} select ${madeColumns} from a`)
  return row
}

/**
 * Writes a change of an article in one statement: the row with the next version, the new revision with everything that belongs to it, the
 * audit entry, the event and the lock. If the article is no longer at the version at which it was loaded, nothing is written.
 * @param actor null: the clock
 * @throws Refusal CONFLICT
 */
export async function writeArticle(
  sender: Sender,
  article: LoadedArticle,
  actor: Viewer | null,
  { set = {}, revision, entry, event, movesFrom, lock, endsAutosave }: ArticleChange,
): Promise<MadeArticle> {
  const { id, version, latestNumber, locale } = article
  const revisionId = revision ? uuid() : null
  const columns: Columns<'article'> = { ...set, ...(revisionId && { latest_revision_id: revisionId }) }
  const written = await run(sender, [
    sql`old as (select * from article where id = ${id}::uuid and version = ${version}::int)`,
    sql`a as (update article set ${assignmentsOf('article', columns)} from old
      where article.id = old.id and article.version = ${version}::int returning article.*, ${changesOf(set, 'old')} as changed_fields)`,
    ...(revision && revisionId
      ? insertContent(revision.content, {
          ...{ id: revisionId, number: latestNumber + 1, locale: String(set.locale ?? locale) },
          ...{ summary: revision.summary, createdById: actor?.id ?? null, restoredFrom: revision.restoredFrom ?? null },
        })
      : []),
    ...(lock && actor ? lockParts(lock, article, actor) : []),
    ...(endsAutosave && actor ? [autosavePart(actor)] : []),
    entryPart(withAllNamed(entry, columns), revisionId ?? entry.revisionId ?? null, actor),
    ...(event ? [eventPart(event)] : []),
    ...(movesFrom ? translationParts(ofBothStories(movesFrom)) : []),
  ])
  if (!written) throw await articleConflict(sender, id, version)
  return { ...written, revisionId }
}

/**
 * The article of a call that changes nothing of it: what a save does beside is done. What the call answers is what it compared with.
 * @throws Refusal CONFLICT if another has changed it since
 */
export async function leaveArticle(
  sender: Sender,
  {
    id,
    version,
    lockHolderId,
    lockHolderName,
  }: Pick<LoadedArticle, 'id' | 'version' | 'lockHolderId' | 'lockHolderName'>,
  actor: Viewer,
  { lock, endsAutosave }: Pick<ArticleChange, 'lock' | 'endsAutosave'> = {},
): Promise<MadeArticle> {
  const found = await run(sender, [
    sql`a as (select * from article where id = ${id}::uuid and version = ${version}::int)`,
    ...(lock ? lockParts(lock, { lockHolderId, lockHolderName }, actor) : []),
    ...(endsAutosave ? [autosavePart(actor)] : []),
  ])
  if (!found) throw await articleConflict(sender, id, version)
  return { ...found, revisionId: null }
}

export interface NewArticle {
  readonly slug: string
  readonly locale: string
  readonly editorNote: string | null
  readonly embargoedUntil: Date | null
  /** The date that readers will be shown; null: that of its first publication */
  readonly publishedAt: Date | null
  /** Of the article that it translates; null for the first article of a story */
  readonly translationGroupId: string | null
  readonly canonicalUrl: string | null
  readonly noIndex: boolean
  readonly content: Content
}

/** What the caller says of a new article around its text; the columns, whatever their values. */
const FIRST: Columns<'article'> = {
  locale: '',
  slug: '',
  editor_note: '',
  embargoed_until: '',
  published_at: '',
  translation_group_id: '',
  canonical_url: '',
}

/** Writes a new draft. Null where the slug is taken in that language: then nothing is written. */
export async function insertArticle(sender: Sender, article: NewArticle, actor: Viewer): Promise<MadeArticle | null> {
  const [id, revisionId] = [uuid(), uuid()]
  const { slug, locale, editorNote, embargoedUntil, publishedAt, translationGroupId, canonicalUrl, noIndex, content } =
    article
  const inserted = await run(sender, [
    sql`a as (insert into article (id, locale, slug, latest_revision_id, editor_note, embargoed_until, published_at, translation_group_id, canonical_url,
        no_index, created_by_id)
      values (${id}::uuid, ${locale}::text, ${slug}::text, ${revisionId}::uuid, ${editorNote}::text, ${embargoedUntil}::timestamptz, ${publishedAt}::timestamptz,
        ${translationGroupId ?? uuid()}::uuid, ${canonicalUrl}::text, ${noIndex}::boolean, ${actor.id}::uuid)
      on conflict (slug, locale) do nothing returning *, ${changesOf(FIRST, null)} as changed_fields)`,
    ...insertContent(content, {
      ...{ id: revisionId, number: 1, locale, summary: null, createdById: actor.id, restoredFrom: null },
    }),
    entryPart({ action: 'CREATED', changedPaths: [] }, revisionId, actor),
  ])
  return inserted ? { ...inserted, revisionId } : null
}
