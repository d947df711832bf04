import { sql } from 'kysely'
import { changedFields } from '../activity/changed-fields.write.ts'
import type { Columns } from '../database/columns.ts'
import { idPrefix } from '../reading/global-id.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'

type Column = keyof Columns<'article'>

/** What the audit trail calls a column, and how it writes the value of a row. */
interface Audited {
  readonly field: string
  readonly shown: (row: string) => Sql
}

const at = (row: string, column: Column): Sql => sql.ref(`${row}.${column}`)

const value = (field: string, column: Column): Audited => ({ field, shown: (row) => sql`${at(row, column)}::text` })

const time = (field: string, column: Column): Audited => ({ field, shown: (row) => isoTimestamp(at(row, column)) })

/** The number of a revision, by which people know it. */
const revision = (field: string, column: Column): Audited => ({
  field,
  shown: (row) => sql`(select r.number::text from revision r where r.id = ${at(row, column)})`,
})

/** The other articles of the story. */
const story: Audited = {
  field: 'translationOf',
  shown: (row) => sql`(select string_agg(${sql.lit(idPrefix('Article'))} || s.id, ', ' order by s.id) from article s
    where s.translation_group_id = ${at(row, 'translation_group_id')} and s.id <> ${at(row, 'id')} and s.status <> 'TRASHED')`,
}

/**
 * How the audit trail tells of each column of an article: one without a line does not compile. Null where the entry says it otherwise, or
 * where it follows from the change.
 */
const AUDITED: Readonly<Record<Column, Audited | null>> = {
  locale: value('locale', 'locale'),
  slug: value('slug', 'slug'),
  status: value('status', 'status'),
  workflow_state: value('workflowState', 'workflow_state'),
  live_revision_id: revision('liveRevision', 'live_revision_id'),
  scheduled_revision_id: revision('scheduledRevision', 'scheduled_revision_id'),
  first_published_at: time('firstPublishedAt', 'first_published_at'),
  published_at: time('publishedAt', 'published_at'),
  scheduled_for: time('scheduledFor', 'scheduled_for'),
  scheduled_redate: value('scheduledRedate', 'scheduled_redate'),
  unpublish_at: time('unpublishAt', 'unpublish_at'),
  embargoed_until: time('embargoedUntil', 'embargoed_until'),
  withdrawn_at: time('withdrawnAt', 'withdrawn_at'),
  withdrawal_reason: value('withdrawalReason', 'withdrawal_reason'),
  trashed_at: time('trashedAt', 'trashed_at'),
  editor_note: value('editorNote', 'editor_note'),
  canonical_url: value('canonicalUrl', 'canonical_url'),
  no_index: value('noIndex', 'no_index'),
  translation_group_id: story,
  // The entry has its own version, revision and time.
  version: null,
  latest_revision_id: null,
  updated_at: null,
  // Set with every change that readers see.
  live_updated_at: null,
  content_modified_at: null,
  // Never changed.
  id: null,
  created_at: null,
  created_by_id: null,
}

const isColumn = (name: string): name is Column => name in AUDITED

function auditedIn(columns: Columns<'article'>): Audited[] {
  return Object.keys(columns)
    .filter(isColumn)
    .flatMap((name) => AUDITED[name] ?? [])
}

/** What the trail calls these columns. */
export const fieldsOf = (columns: Columns<'article'>): string[] => auditedIn(columns).map(({ field }) => field)

/** What becomes other in these columns of `article`, as jsonb. @param old the row as it was; null where it is new */
export function changesOf(columns: Columns<'article'>, old: 'old' | null): Sql {
  return changedFields(
    auditedIn(columns).map(({ field, shown }) => ({
      field,
      before: old ? shown(old) : sql`null`,
      after: shown('article'),
    })),
  )
}
