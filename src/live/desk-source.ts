import type { DeskChangeKind } from '../generated/graphql.ts'
import type { AskedArticles } from './article-source.ts'
import type { ShownStage } from './asked-changes.ts'
import type { Change } from './change.ts'
import type { ChangeSource } from './change-source.ts'
import type { DeskEvent } from './desk-events.load.ts'

/** What the desk does with articles, and whether a draft shows something else after it. */
export const DESK_KINDS: Readonly<Record<Exclude<DeskChangeKind, 'RESYNC'>, { readonly showsInDraft: boolean }>> = {
  CREATED: { showsInDraft: true },
  SAVED: { showsInDraft: true },
  SUBMITTED: { showsInDraft: true },
  RECALLED: { showsInDraft: true },
  CHANGES_REQUESTED: { showsInDraft: true },
  APPROVED: { showsInDraft: true },
  PUBLISHED: { showsInDraft: true },
  SCHEDULED: { showsInDraft: true },
  UNSCHEDULED: { showsInDraft: true },
  WITHDRAWN: { showsInDraft: true },
  EMBARGO_SET: { showsInDraft: true },
  PUBLISHED_AT_SET: { showsInDraft: true },
  CORRECTED: { showsInDraft: true },
  CORRECTION_UPDATED: { showsInDraft: true },
  CORRECTION_REMOVED: { showsInDraft: true },
  TRASHED: { showsInDraft: true },
  RESTORED_FROM_TRASH: { showsInDraft: true },
  DELETED: { showsInDraft: false },
  REVISION_RESTORED: { showsInDraft: true },
  REVISION_NAMED: { showsInDraft: false },
  RELATED_SET: { showsInDraft: true },
  LOCK_TAKEN: { showsInDraft: false },
  LOCK_RELEASED: { showsInDraft: false },
  LOCK_TAKEN_OVER: { showsInDraft: false },
  PREVIEW_CREATED: { showsInDraft: false },
  PREVIEW_REVOKED: { showsInDraft: false },
}

type DeskKind = keyof typeof DESK_KINDS

function isDeskKind(action: string): action is DeskKind {
  return action in DESK_KINDS
}

const ON_DESK: ShownStage = { stage: 'DRAFT', previewToken: null }

/** What the desk does. @param userId only what concerns their articles and locks; null: everything */
export function deskSource(userId: string | null): ChangeSource<DeskEvent> {
  return {
    ...{ name: 'desk', shown: ON_DESK, sendsGone: true },
    async changeOf({
      position,
      at,
      action,
      articleId,
      actorId,
      note,
      changedFields,
      concerned,
    }): Promise<Change | null> {
      if (!isDeskKind(action) || (userId !== null && !concerned.includes(userId))) return null
      return { position, at, kind: action, changedFields, articleId, actorId, note }
    },
  }
}

/** The saves and steps of one draft. @param current the article that is found by what was asked; null: none yet */
export function draftSource(
  asked: AskedArticles,
  current: string | null,
  previewToken: string | null,
): ChangeSource<DeskEvent> {
  let followed = current

  function isFollowed({ articleId, slug, locale }: DeskEvent): boolean {
    if (articleId === followed) return true
    // A link opens one article, whatever is at the slug.
    if (followed !== null || slug === null || slug !== asked.slug) return false
    if (asked.locale !== null && locale !== asked.locale) return false
    followed = articleId
    return true
  }

  return {
    ...{ name: 'desk', shown: { stage: 'DRAFT', previewToken }, sendsGone: false },
    async changeOf(event): Promise<Change | null> {
      const { position, at, action, articleId, changedFields } = event
      if (!isDeskKind(action) || !DESK_KINDS[action].showsInDraft || !isFollowed(event)) return null
      // Who did it, and what they wrote about it, is for the desk.
      return { position, at, kind: 'SAVED', changedFields, articleId, actorId: null, note: null }
    },
  }
}
