import type { ArticleAction, ArticleStatus, WorkflowState } from '../generated/graphql.ts'
import type { Permission } from '../viewer/viewer.ts'

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

/** Where an article stands after a transition; what is not named stays. */
export interface Standing {
  readonly status?: ArticleStatus
  readonly workflowState?: WorkflowState
}

export interface Transition {
  /** The field of Mutation that does it */
  readonly mutation: string
  readonly from: readonly ArticleStatus[]
  /** Any, when absent */
  readonly workflow?: readonly WorkflowState[]
  /** Nothing changes of these, when absent */
  readonly to?: (facts: ActionFacts) => Standing
  readonly needs: Permission
  /** Enough where the article is the viewer's own */
  readonly orOwn?: Permission
  /** What else keeps it from being done, as a sentence; null where nothing does */
  readonly unless?: (facts: ActionFacts) => string | null
}

const KEPT = ['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'] as const
const NOT_LIVE = ['DRAFT', 'SCHEDULED', 'WITHDRAWN'] as const

/** What readers have. Going live ends a round of the workflow, and the next begins as a draft. */
export const LIVE = { status: 'PUBLISHED', workflowState: 'DRAFT' } as const satisfies Standing

/** What was taken from readers. The workflow goes on: it is of the latest revision, and not of the one that was live. */
export const WITHDRAWN = { status: 'WITHDRAWN' } as const satisfies Standing

const writing = { from: KEPT, needs: 'EDIT_ARTICLES', orOwn: 'EDIT_OWN_ARTICLES' } as const
const reviewing = { from: KEPT, needs: 'REVIEW_ARTICLES' } as const
const publishing = { needs: 'PUBLISH_ARTICLES' } as const

export function isUpToDate({ liveRevisionId, latestRevisionId }: ActionFacts): boolean {
  return liveRevisionId === latestRevisionId
}

/** Where an article is while it waits for nothing: readers who come to a page that was there once are told that it is gone. */
export function atRest({ liveRevisionId, firstPublishedAt }: ActionFacts): ArticleStatus {
  if (liveRevisionId !== null) return 'PUBLISHED'
  return firstPublishedAt === null ? 'DRAFT' : 'WITHDRAWN'
}

function whyEmbargoed({ embargoedUntil, now }: ActionFacts): string | null {
  if (embargoedUntil === null || embargoedUntil <= now) return null
  return `The article is under embargo until ${embargoedUntil.toISOString()}.`
}

/**
 * Everything that can be done with an article, and when: what stands here is all there is. Services ask it before they write, and
 * Article.allowedActions tells the desk what it says. In the order in which a desk shows them; docs/workflow.md has it for people.
 */
export const TRANSITIONS: Readonly<Record<ArticleAction, Transition>> = {
  // Everybody writes on whatever is not in the trash. What readers see does not change by it.
  UPDATE: { ...writing, mutation: 'updateArticle' },

  // Writers hand in what is new. A live article without anything new has nothing to be reviewed.
  SUBMIT_FOR_REVIEW: {
    ...writing,
    mutation: 'submitForReview',
    workflow: ['DRAFT'],
    to: () => ({ workflowState: 'IN_REVIEW' }),
    unless: (facts) => (isUpToDate(facts) ? 'Everything in the article is live, so there is nothing to review.' : null),
  },

  // Editors hand it back, also when they have approved it already.
  REQUEST_CHANGES: {
    ...reviewing,
    mutation: 'requestChanges',
    workflow: ['IN_REVIEW', 'APPROVED'],
    to: () => ({ workflowState: 'DRAFT' }),
  },

  // Approved is what was submitted. An editor in a hurry needs no approval: publishing is open from every state of the workflow.
  APPROVE: {
    ...reviewing,
    mutation: 'approveArticle',
    workflow: ['IN_REVIEW'],
    to: () => ({ workflowState: 'APPROVED' }),
  },

  // An embargo holds for editors too.
  PUBLISH: {
    ...publishing,
    mutation: 'publishArticle',
    from: KEPT,
    to: () => LIVE,
    unless: (facts) =>
      isUpToDate(facts) ? 'Everything in the article is live, so there is nothing to publish.' : whyEmbargoed(facts),
  },

  // A live article stays live while its next revision waits. The workflow goes on; the clock ends the round if nothing newer was saved.
  SCHEDULE: {
    ...publishing,
    mutation: 'scheduleArticle',
    from: KEPT,
    to: ({ liveRevisionId }) => ({ status: liveRevisionId === null ? 'SCHEDULED' : 'PUBLISHED' }),
  },

  // Back to where it was before anything was scheduled.
  UNSCHEDULE: {
    ...publishing,
    mutation: 'unscheduleArticle',
    from: ['SCHEDULED', 'PUBLISHED'],
    to: (facts) => ({ status: atRest(facts) }),
    unless: ({ scheduledFor, unpublishAt }) =>
      scheduledFor === null && unpublishAt === null ? 'Nothing of the article is scheduled.' : null,
  },

  // Only what readers have can be taken from them.
  WITHDRAW: {
    ...publishing,
    mutation: 'withdrawArticle',
    from: ['PUBLISHED'],
    to: () => WITHDRAWN,
  },

  // What is out cannot be held back any more.
  SET_EMBARGO: { ...publishing, mutation: 'setEmbargo', from: NOT_LIVE },

  // A correction is for readers of something that was published, also while it is withdrawn: it shows when the article is back.
  ADD_CORRECTION: {
    ...publishing,
    mutation: 'addCorrection',
    from: KEPT,
    unless: ({ firstPublishedAt }) =>
      firstPublishedAt === null ? 'The article was never live, so there is nothing to correct: change its text.' : null,
  },

  // What readers have is withdrawn first, with a reason: nothing disappears from the site by a slip.
  TRASH: { mutation: 'trashArticle', from: NOT_LIVE, needs: 'TRASH_ARTICLES', to: () => ({ status: 'TRASHED' }) },

  // Never straight to the readers. What was live once comes back as withdrawn, and its address goes on saying so.
  RESTORE_FROM_TRASH: {
    mutation: 'restoreFromTrash',
    from: ['TRASHED'],
    needs: 'TRASH_ARTICLES',
    to: (facts) => ({ status: atRest(facts) }),
  },

  // In two steps, and not by everybody: there is no way back.
  DELETE: { mutation: 'deleteArticle', from: ['TRASHED'], needs: 'DELETE_ARTICLES' },

  // A save like any other, whose text is an old one.
  RESTORE_REVISION: { ...writing, mutation: 'restoreRevision' },

  // What stands beside an article is an editor's choice, also beside a reporter's own.
  SET_RELATED: { mutation: 'setRelatedArticles', from: KEPT, needs: 'EDIT_ARTICLES' },

  // For whoever may write.
  LOCK: { ...writing, mutation: 'lockArticle' },

  // Everybody at the desk may show outsiders what everybody at the desk may read.
  CREATE_PREVIEW: { mutation: 'createPreviewLink', from: KEPT, needs: 'CREATE_PREVIEWS' },
}
