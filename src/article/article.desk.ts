import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskFields } from '../desk/desk-only.ts'
import type { Article } from '../generated/graphql.ts'
import { allowedActionsField } from '../lifecycle/allowed-actions.field.ts'
import { publishabilityField } from '../publishability/publishability.field.ts'
import { many, one, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type Field, type Row, type State } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { diffField } from '../revision/diff.field.ts'
import { revisionByNumber, revisionsOfArticle, scheduledRevision } from '../revision/revision.shape.ts'
import { sharesField } from '../share/shares.field.ts'
import { articleId, DRAFT } from '../stage/article.rows.ts'
import { userBy } from '../user/user.shape.ts'

const ofArticle = (parent: Row, child: Row): Sql => sql`${sql.ref(`${child.alias}.article_id`)} = ${articleId(parent)}`

/** Of corrections. */
export const lastPublishedFirst = (child: Row): Sql =>
  sql`${sql.ref(`${child.alias}.published_at`)} desc, ${sql.ref(`${child.alias}.id`)} desc`

/** How the desk sees corrections that readers do not see any more. They are the same objects as before. */
const REMOVED: State = { name: 'REMOVED', mark: () => sql`null::uuid` }

export const hasUnpublishedChanges: Expression = (row) =>
  sql`${sql.ref(`${row.alias}.live_revision_id`)} is distinct from ${sql.ref(`${row.alias}.latest_revision_id`)}`

/** Articles that another names in a table of pairs. */
function named(table: 'article_pin' | 'article_exclusion', order: 'position' | 'related_id'): Field {
  const pair = (child: Row, name: string) => sql.ref(`${child.alias}_named.${name}`)
  return many('Article', {
    state: DRAFT,
    from: (_parent, child) =>
      sql`${sql.table(table)} ${sql.ref(`${child.alias}_named`)} join article ${sql.ref(child.alias)} on ${articleId(child)} = ${pair(child, 'related_id')}`,
    on: (parent, child) => sql`${pair(child, 'article_id')} = ${articleId(parent)}`,
    orderBy: (child) => pair(child, order),
  })
}

type DeskField =
  | 'version'
  | 'workflowState'
  | 'hasUnpublishedChanges'
  | 'scheduledFor'
  | 'scheduledRedate'
  | 'scheduledRevision'
  | 'unpublishAt'
  | 'embargoedUntil'
  | 'withdrawnAt'
  | 'withdrawalReason'
  | 'trashedAt'
  | 'editorNote'
  | 'createdAt'
  | 'createdBy'
  | 'allowedActions'
  | 'publishability'
  | 'revisions'
  | 'revision'
  | 'diff'
  | 'activity'
  | 'lock'
  | 'autosave'
  | 'autosaves'
  | 'previewLinks'
  | 'removedCorrections'
  | 'pinnedArticles'
  | 'excludedArticles'
  | 'shares'

/** What only the desk may see of an article. */
export const articleDeskFields: Record<DeskField & keyof Article, Field> = deskFields({
  version: plain(column('article', 'version')),
  workflowState: plain(column('article', 'workflow_state')),
  hasUnpublishedChanges: plain(hasUnpublishedChanges),
  scheduledFor: timestamp(column('article', 'scheduled_for')),
  scheduledRevision,
  scheduledRedate: plain(column('article', 'scheduled_redate')),
  unpublishAt: timestamp(column('article', 'unpublish_at')),
  embargoedUntil: timestamp(column('article', 'embargoed_until')),
  withdrawnAt: timestamp(column('article', 'withdrawn_at')),
  withdrawalReason: plain(column('article', 'withdrawal_reason')),
  trashedAt: timestamp(column('article', 'trashed_at')),
  editorNote: plain(column('article', 'editor_note')),
  createdAt: timestamp(column('article', 'created_at')),
  createdBy: userBy('created_by_id'),
  allowedActions: allowedActionsField,
  publishability: publishabilityField,
  revisions: revisionsOfArticle,
  revision: revisionByNumber,
  diff: diffField,
  activity: activityOf('Article'),
  lock: one('ArticleLock', { on: ofArticle }),
  autosave: one('Autosave', { on: ofArticle }),
  autosaves: many('AutosaveNotice', {
    on: ofArticle,
    orderBy: (child) => sql`${sql.ref(`${child.alias}.saved_at`)} desc, ${sql.ref(`${child.alias}.user_id`)}`,
  }),
  previewLinks: many('PreviewLink', {
    on: (parent, child) => sql`${ofArticle(parent, child)} and ${sql.ref(`${child.alias}.revoked_at`)} is null
      and ${sql.ref(`${child.alias}.expires_at`)} > now()`,
    orderBy: (child) => sql`${sql.ref(`${child.alias}.created_at`)} desc, ${sql.ref(`${child.alias}.id`)} desc`,
  }),
  removedCorrections: many('Correction', { state: REMOVED, on: ofArticle, orderBy: lastPublishedFirst }),
  pinnedArticles: named('article_pin', 'position'),
  excludedArticles: named('article_exclusion', 'related_id'),
  shares: sharesField,
})
