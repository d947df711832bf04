import type { Columns } from '../database/columns.ts'
import type { LoadedArticle } from './article.load.ts'

type Loaded = Pick<
  LoadedArticle,
  | 'status'
  | 'workflowState'
  | 'liveRevisionId'
  | 'scheduledRevisionId'
  | 'firstPublishedAt'
  | 'publishedAt'
  | 'scheduledFor'
  | 'scheduledRedate'
  | 'unpublishAt'
  | 'embargoedUntil'
  | 'withdrawnAt'
  | 'trashedAt'
>

/** The columns that a transition sets; omitted ones do not change. */
export type Settings = Partial<Loaded> & {
  withdrawalReason?: string | null
  liveUpdatedAt?: Date
  contentModifiedAt?: Date
}

type Name = keyof Loaded | 'withdrawalReason' | 'liveUpdatedAt' | 'contentModifiedAt'

const COLUMNS = {
  status: 'status',
  workflowState: 'workflow_state',
  liveRevisionId: 'live_revision_id',
  scheduledRevisionId: 'scheduled_revision_id',
  firstPublishedAt: 'first_published_at',
  publishedAt: 'published_at',
  scheduledFor: 'scheduled_for',
  scheduledRedate: 'scheduled_redate',
  unpublishAt: 'unpublish_at',
  embargoedUntil: 'embargoed_until',
  withdrawnAt: 'withdrawn_at',
  trashedAt: 'trashed_at',
  withdrawalReason: 'withdrawal_reason',
  liveUpdatedAt: 'live_updated_at',
  contentModifiedAt: 'content_modified_at',
} as const satisfies Record<Name, keyof Columns<'article'>>

/** What the audit trail and a conflict say was changed, each by the name of its field. */
const REPORTED = {
  status: 'status',
  workflowState: 'workflowState',
  publishedAt: 'publishedAt',
  firstPublishedAt: 'firstPublishedAt',
  scheduledFor: 'scheduledFor',
  scheduledRevisionId: 'scheduledRevision',
  scheduledRedate: 'scheduledRedate',
  unpublishAt: 'unpublishAt',
  embargoedUntil: 'embargoedUntil',
  withdrawnAt: 'withdrawnAt',
  trashedAt: 'trashedAt',
} as const satisfies Partial<Record<keyof Loaded, string>>

const isReported = (name: string): name is keyof typeof REPORTED => name in REPORTED

const REPORTED_NAMES = Object.keys(REPORTED).filter(isReported)

const isName = (name: string): name is Name => name in COLUMNS

export function columnsOf(settings: Settings): Columns<'article'> {
  const names = Object.keys(settings).filter(isName)
  return Object.fromEntries(names.map((name) => [COLUMNS[name], settings[name]]))
}

/** The same, each with its column: for what is compared by the statement that writes. */
export const REPORTED_COLUMNS = REPORTED_NAMES.map((name) => ({ name: REPORTED[name], column: COLUMNS[name] }))

/** The names of the fields that become others than they were, as paths. */
export function changedSettings(article: Loaded, settings: Settings): string[] {
  const changed = REPORTED_NAMES.filter((name) => {
    const value = settings[name]
    return value !== undefined && comparable(value) !== comparable(article[name])
  })
  return changed.map((name) => REPORTED[name])
}

function comparable(value: Date | string | boolean | null): number | string | boolean | null {
  return value instanceof Date ? value.getTime() : value
}

/** Nothing is left for the clock to do. */
export const UNSCHEDULED = {
  scheduledFor: null,
  scheduledRevisionId: null,
  scheduledRedate: false,
  unpublishAt: null,
} as const satisfies Settings
