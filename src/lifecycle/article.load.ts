import { sql } from 'kysely'
import { contentJson } from '../content/content.rows.ts'
import { type Content, parseContent } from '../content/content.ts'
import { type Sender, send } from '../database/sender.ts'
import type { ArticleStatus, WorkflowState } from '../generated/graphql.ts'
import type { Made } from '../mutation/made.ts'
import { absent, type Path } from '../mutation/user-error.ts'
import { isoTimestamp } from '../reading/sql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { hasCorrection, isTrashedBy } from './article-facts.expressions.ts'
import { articleConflict } from './conflict.load.ts'
import { isOwnArticle } from './own-article.load.ts'

/** An article as a mutation loads it: its row, the content of its latest revision, and the facts for the rules. */
export interface LoadedArticle {
  readonly id: string
  readonly locale: string
  readonly slug: string
  readonly status: ArticleStatus
  readonly workflowState: WorkflowState
  readonly version: number
  readonly liveRevisionId: string | null
  readonly latestRevisionId: string
  readonly latestNumber: number
  readonly scheduledRevisionId: string | null
  readonly firstPublishedAt: Date | null
  readonly publishedAt: Date | null
  readonly scheduledFor: Date | null
  /** Whether that publication moves `publishedAt` */
  readonly scheduledRedate: boolean
  readonly unpublishAt: Date | null
  readonly embargoedUntil: Date | null
  readonly withdrawnAt: Date | null
  readonly trashedAt: Date | null
  readonly editorNote: string | null
  readonly translationGroupId: string
  readonly canonicalUrl: string | null
  readonly noIndex: boolean
  /** Created by the viewer, or credited to them in the latest revision */
  readonly isOwn: boolean
  /** The viewer moved it to the trash */
  readonly isTrashedByViewer: boolean
  /** It has a correction that was not removed */
  readonly hasCorrection: boolean
  /** One that has not run out */
  readonly lockHolderId: string | null
  readonly lockHolderName: string | null
  readonly lockExpiresAt: Date | null
  /** Of somebody else than the viewer */
  readonly isLockedByOther: boolean
  /** The database's clock, which decides on all dates */
  readonly now: Date
  readonly content: Content
}

interface ArticleRow extends Omit<LoadedArticle, 'content'> {
  readonly content: unknown
}

/** The article, or null. It is not locked: the statement that writes checks the version (article.write.ts). */
export async function findArticle(sender: Sender, id: string, viewer: Viewer): Promise<LoadedArticle | null> {
  const statement = sql`
    select a.id, a.locale, a.slug, a.status::text as "status", a.workflow_state::text as "workflowState", a.version,
      a.live_revision_id as "liveRevisionId", a.latest_revision_id as "latestRevisionId", r.number as "latestNumber",
      a.scheduled_revision_id as "scheduledRevisionId", a.first_published_at as "firstPublishedAt", a.published_at as "publishedAt",
      a.scheduled_for as "scheduledFor", a.scheduled_redate as "scheduledRedate", a.unpublish_at as "unpublishAt", a.embargoed_until as "embargoedUntil",
      a.withdrawn_at as "withdrawnAt", a.trashed_at as "trashedAt", a.editor_note as "editorNote",
      a.translation_group_id as "translationGroupId", a.canonical_url as "canonicalUrl", a.no_index as "noIndex", l.holder_id as "lockHolderId", h.name as "lockHolderName", l.expires_at as "lockExpiresAt", now() as "now",
      ${isOwnArticle('a', viewer)} as "isOwn",
      coalesce(l.holder_id <> ${viewer.id}::uuid, false) as "isLockedByOther",
      ${isTrashedBy('a', sql`${viewer.id}::uuid`)} as "isTrashedByViewer", ${hasCorrection('a')} as "hasCorrection",
      ${contentJson('r')} as "content"
    from article a join revision r on r.id = a.latest_revision_id
      left join article_lock l on l.article_id = a.id and l.expires_at > now()
      left join user_account h on h.id = l.holder_id
    where a.id = ${id}::uuid`
  const [row] = await send<ArticleRow>(sender, statement)
  return row ? { ...row, content: parseContent(row.content) } : null
}

/** An article as a call left it. */
export interface MadeArticle extends Made {
  readonly latestRevisionId: string
  /** The revision that the call made, if it made one */
  readonly revisionId: string | null
  /** What goes live next, if that is older than the latest revision */
  readonly olderScheduled: OlderScheduled | null
}

/** A revision that goes live without what was saved since. */
export interface OlderScheduled {
  readonly number: number
  /** As the API writes it */
  readonly at: string
}

/** The same as a statement gives it. */
export type FoundArticle = Omit<MadeArticle, 'revisionId'>

/** What an answer keeps of `a`: the whole row. */
export const madeColumns = sql`a.id, a.version, a.latest_revision_id as "latestRevisionId", to_jsonb(a) as "row",
  case when a.scheduled_revision_id <> a.latest_revision_id then json_build_object('number', (select number from revision where id = a.scheduled_revision_id),
    'at', ${isoTimestamp(sql`a.scheduled_for`)}) end as "olderScheduled"`

/** The article as it is, for a call that concerns no version of it. @throws Refusal NOT_FOUND */
export async function articleAsIs(sender: Sender, id: string): Promise<MadeArticle> {
  const [found] = await send<FoundArticle>(sender, sql`select ${madeColumns} from article a where a.id = ${id}::uuid`)
  if (!found) throw absent('article')
  return { ...found, revisionId: null }
}

/**
 * The article of an input, at the version that the input names.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function getArticle(
  sender: Sender,
  { id, version, path }: { id: string | null; version: number; path?: Path },
  viewer: Viewer,
): Promise<LoadedArticle> {
  const article = id === null ? null : await findArticle(sender, id, viewer)
  if (!article) throw absent('article', path)
  if (article.version !== version) throw await articleConflict(sender, article.id, version)
  return article
}

/** Whether there is any article, whatever its state. */
export async function hasArticles(sender: Sender): Promise<boolean> {
  return (await send(sender, sql`select 1 from article limit 1`)).length > 0
}
