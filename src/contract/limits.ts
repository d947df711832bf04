import { MOST_IN_SLUG } from '../lib/slug.ts'

// What schema.graphql promises of the length of texts and lists. `npm run check` compares its descriptions with LIMITS; those of an article's
// content are declared with the content. What a request may ask for as a whole is in src/limits/.

export interface Limit {
  /** Characters of a text, counted as the database does; items of a list; otherwise the largest number */
  readonly most: number
  /** Whether a text may have several lines; else line ends become spaces */
  readonly lines?: boolean
}

type Limits = Readonly<Record<string, Limit>>

export const SLUG = { most: MOST_IN_SLUG } as const

/** Notes to colleagues, reasons and corrections alike. */
export const NOTE = { most: 2000, lines: true } as const

export const IDEMPOTENCY_KEY = { most: 200 } as const

export const AUTHOR = {
  name: { most: 200 },
  slug: SLUG,
  jobTitle: { most: 200 },
  bio: { most: 5000, lines: true },
  links: { most: 20 },
} as const satisfies Limits

export const AUTHOR_LINK = { label: { most: 100 }, url: { most: 2000 } } as const satisfies Limits

export const TOPIC = {
  name: { most: 200 },
  slug: SLUG,
  description: { most: 2000, lines: true },
  uri: { most: 500 },
  relatedTopicIds: { most: 100 },
} as const satisfies Limits

/** Levels of topics from the top to the lowest, each with those below it. */
export const TOPIC_LEVELS = { most: 50 } as const

/** What is said of an image in words. */
export const IMAGE_TEXTS = {
  headline: { most: 200 },
  altText: { most: 500 },
  description: { most: 2000, lines: true },
  credit: { most: 200 },
  creator: { most: 200 },
  copyrightHolder: { most: 200 },
  copyrightNotice: { most: 500 },
  usageTerms: { most: 2000, lines: true },
} as const satisfies Limits

export const USER = { name: { most: 200 }, email: { most: 254 } } as const satisfies Limits

export const ACCESS_TOKEN = { name: { most: 100 } } as const satisfies Limits

/** A month: long enough for a slow reader of drafts, short enough for a link that was forgotten. */
export const PREVIEW_LINK = { expiresInHours: { most: 720 } } as const satisfies Limits

export const RELATED_ARTICLES = { pinnedIds: { most: 100 }, excludedIds: { most: 100 } } as const satisfies Limits

export const BULK_UPDATE = {
  items: { most: 100 },
  addTopicIds: { most: 100 },
  removeTopicIds: { most: 100 },
} as const satisfies Limits

/** What an autosave may have in all. It is no text of an article: nothing else of it has a limit. */
export const AUTOSAVE = { bytes: 1_500_000, blocks: 2000 } as const

/** What a client calls one of its forms. */
export const AUTOSAVE_SESSION = { most: 100 } as const

/** What somebody calls a revision. */
export const REVISION_NAME = { most: 100 } as const

export const UTM = { source: { most: 100 }, medium: { most: 100 }, campaign: { most: 100 } } as const satisfies Limits

/** Items of a page of any list. */
export const PAGE = { most: 100 } as const

export const SEARCH_WORDS = { most: 200 } as const

/** Ids that are looked up at once. */
export const IDS = { most: 100 } as const

/** Widths of one `srcSet`. */
export const WIDTHS = { most: 12 } as const

const noted = { note: NOTE }

/** By the input type and its field, or by the field and its argument. */
export const LIMITS: Readonly<Record<string, Limits>> = {
  CreateAuthorInput: AUTHOR,
  UpdateAuthorInput: AUTHOR,
  AuthorLinkInput: AUTHOR_LINK,
  CreateTopicInput: { ...TOPIC, parentId: TOPIC_LEVELS },
  UpdateTopicInput: { ...TOPIC, parentId: TOPIC_LEVELS },
  UploadImageInput: IMAGE_TEXTS,
  ImportImageInput: IMAGE_TEXTS,
  UpdateImageInput: { ...IMAGE_TEXTS, withheldReason: NOTE },
  CreateUserInput: USER,
  UpdateUserInput: USER,
  CreateAccessTokenInput: ACCESS_TOKEN,
  CreatePreviewLinkInput: PREVIEW_LINK,
  NameRevisionInput: { name: REVISION_NAME },
  AutosaveArticleInput: { session: AUTOSAVE_SESSION },
  DiscardAutosaveInput: { session: AUTOSAVE_SESSION },
  SetRelatedArticlesInput: RELATED_ARTICLES,
  BulkUpdateArticlesInput: BULK_UPDATE,
  SubmitForReviewInput: noted,
  RecallFromReviewInput: noted,
  RequestChangesInput: noted,
  ApproveArticleInput: noted,
  PublishArticleInput: noted,
  ScheduleArticleInput: noted,
  UnscheduleArticleInput: noted,
  WithdrawArticleInput: { reason: NOTE },
  SetEmbargoInput: noted,
  AddCorrectionInput: { text: NOTE },
  UpdateCorrectionInput: { text: NOTE },
  TrashArticleInput: noted,
  RestoreFromTrashInput: noted,
  RestoreRevisionInput: noted,
  UpdateArticleInput: noted,
  AddCaptionInput: noted,
  UpdateCaptionInput: noted,
  RemoveCaptionInput: noted,
  ReorderCaptionsInput: noted,
  UtmInput: UTM,
  'Query.nodes': { ids: IDS },
  'Query.search': { query: SEARCH_WORDS },
  'Query.articles': { search: SEARCH_WORDS },
  'Query.images': { search: SEARCH_WORDS },
  'Image.srcSet': { widths: WIDTHS },
  'Caption.srcSet': { widths: WIDTHS },
}

/** Fields and arguments that have the same limit wherever they are. */
export const EVERYWHERE: Limits = { idempotencyKey: IDEMPOTENCY_KEY, first: PAGE, last: PAGE }
