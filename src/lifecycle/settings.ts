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
  | 'unpublishAt'
  | 'embargoedUntil'
  | 'withdrawnAt'
  | 'trashedAt'
>

/** What a transition sets of an article; what is left out stays. */
export type Settings = Partial<Loaded> & { withdrawalReason?: string | null; liveUpdatedAt?: Date }

type Name = keyof Loaded | 'withdrawalReason' | 'liveUpdatedAt'

const COLUMNS = {
  status: 'status',
  workflowState: 'workflow_state',
  liveRevisionId: 'live_revision_id',
  scheduledRevisionId: 'scheduled_revision_id',
  firstPublishedAt: 'first_published_at',
  publishedAt: 'published_at',
  scheduledFor: 'scheduled_for',
  unpublishAt: 'unpublish_at',
  embargoedUntil: 'embargoed_until',
  withdrawnAt: 'withdrawn_at',
  trashedAt: 'trashed_at',
  withdrawalReason: 'withdrawal_reason',
  liveUpdatedAt: 'live_updated_at',
} as const satisfies Record<Name, keyof Columns<'article'>>

/** Those that people know by name: what the audit trail and a conflict say was changed. */
const REPORTED = [
  'status',
  'workflowState',
  'publishedAt',
  'firstPublishedAt',
  'scheduledFor',
  'unpublishAt',
  'embargoedUntil',
  'withdrawnAt',
  'trashedAt',
] as const satisfies readonly (keyof Loaded)[]

const isName = (name: string): name is Name => name in COLUMNS

export function columnsOf(settings: Settings): Columns<'article'> {
  const names = Object.keys(settings).filter(isName)
  return Object.fromEntries(names.map((name) => [COLUMNS[name], settings[name]]))
}

/** The same, each with its column: for what is compared by the statement that writes. */
export const REPORTED_COLUMNS = REPORTED.map((name) => ({ name, column: COLUMNS[name] }))

/** The names of the fields that become others than they were, as paths. */
export function changedSettings(article: Loaded, settings: Settings): string[] {
  return REPORTED.filter((name) => {
    const value = settings[name]
    return value !== undefined && comparable(value) !== comparable(article[name])
  })
}

function comparable(value: Date | string | null): number | string | null {
  return value instanceof Date ? value.getTime() : value
}

/** Nothing is left for the clock to do. */
export const UNSCHEDULED = {
  scheduledFor: null,
  scheduledRevisionId: null,
  unpublishAt: null,
} as const satisfies Settings
