import type { ArticleAction, ArticleStatus, WorkflowState } from '../generated/graphql.ts'
import type { Permission } from '../viewer.ts'

/** What decides on the actions that an article allows. */
export interface ActionFacts {
  readonly status: ArticleStatus
  readonly workflowState: WorkflowState
  /** Created by the viewer, or credited to them in the latest revision */
  readonly isOwn: boolean
  readonly liveRevisionId: string | null
  readonly latestRevisionId: string
  readonly firstPublishedAt: Date | null
  readonly scheduledFor: Date | null
  readonly unpublishAt: Date | null
  readonly embargoedUntil: Date | null
  /** The database's clock */
  readonly now: Date
}

interface ActionRule {
  readonly action: ArticleAction
  readonly needs: Permission
  /** Enough besides where the article is the viewer's own */
  readonly orOwn?: Permission
  readonly when: (facts: ActionFacts) => boolean
}

const isKept = ({ status }: ActionFacts) => status !== 'TRASHED'
const isTrashed = ({ status }: ActionFacts) => status === 'TRASHED'
const isLive = ({ status }: ActionFacts) => status === 'PUBLISHED'
const isNotLive = (facts: ActionFacts) => isKept(facts) && !isLive(facts)
const wasLive = (facts: ActionFacts) => isKept(facts) && facts.firstPublishedAt !== null
const isFree = (facts: ActionFacts) =>
  isKept(facts) && (facts.embargoedUntil === null || facts.embargoedUntil <= facts.now)
const isClocked = ({ scheduledFor, unpublishAt }: ActionFacts) => scheduledFor !== null || unpublishAt !== null
const isIn =
  (...states: WorkflowState[]) =>
  (facts: ActionFacts) =>
    isKept(facts) && states.includes(facts.workflowState)

const writing = { needs: 'EDIT_ARTICLES', orOwn: 'EDIT_OWN_ARTICLES' } as const
const publishing = { needs: 'PUBLISH_ARTICLES' } as const

/** In the order in which the desk shows them. */
const RULES: readonly ActionRule[] = [
  { action: 'UPDATE', ...writing, when: isKept },
  { action: 'SUBMIT_FOR_REVIEW', ...writing, when: isIn('DRAFT') },
  { action: 'REQUEST_CHANGES', needs: 'REVIEW_ARTICLES', when: isIn('IN_REVIEW', 'APPROVED') },
  { action: 'APPROVE', needs: 'REVIEW_ARTICLES', when: isIn('IN_REVIEW') },
  { action: 'PUBLISH', ...publishing, when: isFree },
  { action: 'SCHEDULE', ...publishing, when: isKept },
  { action: 'UNSCHEDULE', ...publishing, when: isClocked },
  { action: 'WITHDRAW', ...publishing, when: isLive },
  { action: 'SET_EMBARGO', ...publishing, when: isNotLive },
  { action: 'ADD_CORRECTION', ...publishing, when: wasLive },
  { action: 'TRASH', needs: 'TRASH_ARTICLES', when: isKept },
  { action: 'RESTORE_FROM_TRASH', needs: 'TRASH_ARTICLES', when: isTrashed },
  { action: 'DELETE', needs: 'DELETE_ARTICLES', when: isTrashed },
  { action: 'RESTORE_REVISION', ...writing, when: isKept },
  { action: 'SET_RELATED', needs: 'EDIT_ARTICLES', when: isKept },
  { action: 'LOCK', ...writing, when: isKept },
  { action: 'CREATE_PREVIEW', needs: 'CREATE_PREVIEWS', when: isKept },
]

/** What somebody with these permissions may do with an article as it stands. */
export function allowedActions(facts: ActionFacts, permissions: ReadonlySet<string>): ArticleAction[] {
  return RULES.filter(({ needs, orOwn, when }) => {
    const may = permissions.has(needs) || (facts.isOwn && orOwn !== undefined && permissions.has(orOwn))
    return may && when(facts)
  }).map(({ action }) => action)
}
