/**
 * Words that stand in texts no reader may see, each in one kind of text only and nowhere else. A crawl of the public API that
 * meets one of them has found a leak, and the word says of what kind.
 */
export const HIDDEN = {
  draft: 'okapidraft',
  newerDraft: 'tapirnewer',
  formerRevision: 'gannetformer',
  inReview: 'marmotreview',
  scheduled: 'ibexscheduled',
  embargoed: 'lynxembargo',
  withdrawn: 'dingowithdrawn',
  withdrawalReason: 'bisonreason',
  trashed: 'voletrashed',
  editorNote: 'zebranote',
} as const

export const HIDDEN_WORDS: readonly string[] = Object.values(HIDDEN)
