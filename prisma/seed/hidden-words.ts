/**
 * Words in texts that readers may not see, each in one kind of text only. If a crawl of the public API finds one of them, it has found a
 * leak, and the word says which kind.
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
