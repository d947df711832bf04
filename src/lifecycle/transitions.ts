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
  /** Whether somebody else is editing it */
  readonly isLockedByOther: boolean
  /** Whether the viewer is the one who moved it to the trash */
  readonly isTrashedByViewer: boolean
  /** Whether it has a correction that was not removed */
  readonly hasCorrection: boolean
  /** The database's clock */
  readonly now: Date
}

/** The state of an article after a transition; omitted fields do not change. */
export interface NextState {
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
  readonly to?: (facts: ActionFacts) => NextState
  readonly needs: Permission
  /** Enough where the article is the viewer's own */
  readonly orOwn?: Permission
  /** Enough for any article */
  readonly orAny?: Permission
  /** Why the lesser permission is not enough in this state, as a sentence with what else to do; null if it is */
  readonly lesserUnless?: (facts: ActionFacts) => string | null
  /** Another reason that prevents the action, as a sentence; null if there is none */
  readonly unless?: (facts: ActionFacts) => string | null
}

const NOT_TRASHED = ['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'] as const
const NOT_LIVE = ['DRAFT', 'SCHEDULED', 'WITHDRAWN'] as const

/** What readers have. Going live ends a round of the workflow, and the next begins as a draft. */
export const LIVE = { status: 'PUBLISHED', workflowState: 'DRAFT' } as const satisfies NextState

/** What was taken from readers. The workflow goes on: it is of the latest revision, and not of the one that was live. */
export const WITHDRAWN = { status: 'WITHDRAWN' } as const satisfies NextState

const writing = { from: NOT_TRASHED, needs: 'EDIT_ARTICLES', orOwn: 'EDIT_OWN_ARTICLES' } as const
const reviewing = { from: NOT_TRASHED, needs: 'REVIEW_ARTICLES' } as const
const publishing = { needs: 'PUBLISH_ARTICLES' } as const

export function isUpToDate({ liveRevisionId, latestRevisionId }: ActionFacts): boolean {
  return liveRevisionId === latestRevisionId
}

/** The status of an article without a schedule: an article that was live once is WITHDRAWN, so that its page answers Gone. */
export function statusWithoutSchedule({ liveRevisionId, firstPublishedAt }: ActionFacts): ArticleStatus {
  if (liveRevisionId !== null) return 'PUBLISHED'
  return firstPublishedAt === null ? 'DRAFT' : 'WITHDRAWN'
}

function whyEmbargoed({ embargoedUntil, now }: ActionFacts): string | null {
  if (embargoedUntil === null || embargoedUntil <= now) return null
  return `The article is under embargo until ${embargoedUntil.toISOString()}.`
}

/** What an editor has approved, scheduled or published appears where that editor saw it. */
function whyAddressIsEditorial({ status, workflowState, firstPublishedAt }: ActionFacts): string | null {
  const wayOut = 'Leave slug, locale and translationOf as they are, or ask an editor to change them.'
  if (firstPublishedAt !== null) return `The article was live. ${wayOut}`
  if (status === 'SCHEDULED') return `The article is scheduled. ${wayOut}`
  return workflowState === 'APPROVED' ? `The article is approved. ${wayOut}` : null
}

/** What nobody else has taken up yet can be thrown away by its writer. */
function whyTrashIsEditorial(facts: ActionFacts): string | null {
  const { status, workflowState, firstPublishedAt, isLockedByOther } = facts
  if (firstPublishedAt !== null) return 'The article was live. Ask an editor to move it to the trash.'
  if (status === 'SCHEDULED') return 'The article is scheduled. Ask an editor to move it to the trash.'
  if (workflowState === 'IN_REVIEW') return 'The article is in review. Recall it first.'
  if (workflowState === 'APPROVED') return 'The article is approved. Ask an editor to move it to the trash.'
  return isLockedByOther ? 'Another user is editing the article. Wait until they have finished.' : null
}

function whyRestoringIsEditorial({ firstPublishedAt, isTrashedByViewer }: ActionFacts): string | null {
  if (firstPublishedAt !== null) return 'The article was live. Ask an editor to restore it.'
  return isTrashedByViewer ? null : 'Another user moved the article to the trash. Ask an editor to restore it.'
}

function whyNeverCorrected({ firstPublishedAt }: ActionFacts): string | null {
  return firstPublishedAt === null
    ? 'The article was never live, so it cannot have a correction. Change its text instead.'
    : null
}

function whyNoCorrection({ hasCorrection }: ActionFacts): string | null {
  return hasCorrection ? null : 'The article has no correction.'
}

/**
 * Every action on an article, and when it is possible: this table is complete. Services check it before they write, and
 * Article.allowedActions returns it to the desk. The order is the order in which a desk shows the actions; docs/workflow.md has the table
 * for people.
 */
export const TRANSITIONS: Readonly<Record<ArticleAction, Transition>> = {
  // Everybody writes on whatever is not in the trash. What readers see does not change by it.
  UPDATE: { ...writing, mutation: 'updateArticle' },

  // Slug, language and story say where an article appears, and beside which others. They do not belong to a revision, so a change is not held
  // back until the next publication. Writers choose them while nobody else relies on them.
  CHANGE_ADDRESS: {
    ...publishing,
    mutation: 'updateArticle',
    from: NOT_TRASHED,
    orOwn: 'EDIT_OWN_ARTICLES',
    lesserUnless: whyAddressIsEditorial,
  },

  // Writers hand in what is new. A live article without anything new has nothing to be reviewed.
  SUBMIT_FOR_REVIEW: {
    ...writing,
    mutation: 'submitForReview',
    workflow: ['DRAFT'],
    to: () => ({ workflowState: 'IN_REVIEW' }),
    unless: (facts) =>
      isUpToDate(facts) ? 'The latest revision is already live, so there is nothing to review.' : null,
  },

  // Writers take back what they handed in, while no editor has decided on it or works on it.
  RECALL_FROM_REVIEW: {
    ...writing,
    mutation: 'recallFromReview',
    workflow: ['IN_REVIEW'],
    to: () => ({ workflowState: 'DRAFT' }),
    unless: ({ isLockedByOther }) =>
      isLockedByOther ? 'Another user is editing the article. Wait until they have finished.' : null,
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
    from: NOT_TRASHED,
    to: () => LIVE,
    unless: (facts) =>
      isUpToDate(facts) ? 'The latest revision is already live, so there is nothing to publish.' : whyEmbargoed(facts),
  },

  // A live article stays live while its next revision waits. The workflow goes on; the clock ends the round if nothing newer was saved.
  SCHEDULE: {
    ...publishing,
    mutation: 'scheduleArticle',
    from: NOT_TRASHED,
    to: ({ liveRevisionId }) => ({ status: liveRevisionId === null ? 'SCHEDULED' : 'PUBLISHED' }),
  },

  // Back to where it was before anything was scheduled.
  UNSCHEDULE: {
    ...publishing,
    mutation: 'unscheduleArticle',
    from: ['SCHEDULED', 'PUBLISHED'],
    to: (facts) => ({ status: statusWithoutSchedule(facts) }),
    unless: ({ scheduledFor, unpublishAt }) =>
      scheduledFor === null && unpublishAt === null ? 'The article has no schedule to clear.' : null,
  },

  // Only what readers have can be taken from them.
  WITHDRAW: {
    ...publishing,
    mutation: 'withdrawArticle',
    from: ['PUBLISHED'],
    to: () => WITHDRAWN,
  },

  // A published article can no longer be held back.
  SET_EMBARGO: { ...publishing, mutation: 'setEmbargo', from: NOT_LIVE },

  // The date that readers are shown is a statement of the newsroom, so it is an editor's, also before there are readers.
  SET_PUBLISHED_AT: { ...publishing, mutation: 'setPublishedAt', from: NOT_TRASHED },

  // A correction is for readers of something that was published, also while it is withdrawn: it shows when the article is back.
  ADD_CORRECTION: {
    ...publishing,
    mutation: 'addCorrection',
    from: NOT_TRASHED,
    unless: whyNeverCorrected,
  },

  // Readers may have read it already, so the desk keeps what it said.
  UPDATE_CORRECTION: { ...publishing, mutation: 'updateCorrection', from: NOT_TRASHED, unless: whyNoCorrection },
  REMOVE_CORRECTION: { ...publishing, mutation: 'removeCorrection', from: NOT_TRASHED, unless: whyNoCorrection },

  // What readers have is withdrawn first, with a reason: nothing disappears from the site by a slip. Writers throw away their own drafts.
  TRASH: {
    mutation: 'trashArticle',
    from: NOT_LIVE,
    needs: 'TRASH_ARTICLES',
    orOwn: 'EDIT_OWN_ARTICLES',
    lesserUnless: whyTrashIsEditorial,
    to: () => ({ status: 'TRASHED' }),
  },

  // Never published directly. Writers take back what they threw away themselves, not what an editor did. An article that was live once comes back as withdrawn, and its address still answers Gone.
  RESTORE_FROM_TRASH: {
    mutation: 'restoreFromTrash',
    from: ['TRASHED'],
    needs: 'TRASH_ARTICLES',
    orOwn: 'EDIT_OWN_ARTICLES',
    lesserUnless: whyRestoringIsEditorial,
    to: (facts) => ({ status: statusWithoutSchedule(facts) }),
  },

  // In two steps, and not by everybody: there is no way back.
  DELETE: { mutation: 'deleteArticle', from: ['TRASHED'], needs: 'DELETE_ARTICLES' },

  // A save like any other, whose text is an old one.
  RESTORE_REVISION: { ...writing, mutation: 'restoreRevision' },

  // What stands beside an article is an editor's choice, also beside a reporter's own.
  SET_RELATED: { mutation: 'setRelatedArticles', from: NOT_TRASHED, needs: 'EDIT_ARTICLES' },

  // For everyone who may edit.
  LOCK: { ...writing, mutation: 'lockArticle' },

  // Everybody at the desk may show outsiders what everybody at the desk may read. Exceptions to an embargo are for those who set embargoes.
  CREATE_PREVIEW: {
    ...publishing,
    mutation: 'createPreviewLink',
    from: NOT_TRASHED,
    orAny: 'CREATE_PREVIEWS',
    lesserUnless: (facts) => {
      const reason = whyEmbargoed(facts)
      return reason && `${reason} Ask an editor to create the link.`
    },
  },
}
