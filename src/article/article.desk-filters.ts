import { sql } from 'kysely'
import { deskFilter } from '../desk/desk-only.ts'
import type { ArticleWhereInput } from '../generated/graphql.ts'
import { conditionFilter, idFilter, textFilter, timestampFilter } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { column, type Expression, type Filter } from '../reading/plan.ts'
import { articleId } from '../stage/article.rows.ts'
import { hasUnpublishedChanges } from './article.desk.ts'

type DeskFilter =
  | 'unpublishAt'
  | 'withdrawnAt'
  | 'withdrawalReason'
  | 'trashedAt'
  | 'editorNote'
  | 'hasUnpublishedChanges'
  | 'isLocked'
  | 'lockedById'

/** Few articles are locked at a time: the list begins with them, instead of looking for the lock of every article. */
const isLocked: Expression = (row) =>
  sql`${articleId(row)} in (select article_id from article_lock where expires_at > now())`

const holder = idFilter(
  () => sql`article_lock.holder_id`,
  (id) => uuidOf('User', id),
)

const lockedById: Filter = (row, argument, planner) =>
  sql`${articleId(row)} in (select article_id from article_lock where expires_at > now() and ${holder(row, argument, planner)})`

/** What only the desk may filter its lists by. */
export const articleDeskFilters: Record<DeskFilter & keyof ArticleWhereInput, Filter> = {
  unpublishAt: deskFilter(timestampFilter(column('article', 'unpublish_at'))),
  withdrawnAt: deskFilter(timestampFilter(column('article', 'withdrawn_at'))),
  withdrawalReason: deskFilter(textFilter(column('article', 'withdrawal_reason'))),
  trashedAt: deskFilter(timestampFilter(column('article', 'trashed_at'))),
  editorNote: deskFilter(textFilter(column('article', 'editor_note'))),
  hasUnpublishedChanges: deskFilter(conditionFilter(hasUnpublishedChanges)),
  isLocked: deskFilter(conditionFilter(isLocked)),
  lockedById: deskFilter(lockedById),
}
