import { MOST_IN_SLUG } from '../lib/text/slug.ts'

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

export const AI_USE = { note: { most: 500 } } as const satisfies Limits

/** Where search engines find an article. */
export const ARTICLE_ADDRESS = { canonicalUrl: { most: 2000 } } as const satisfies Limits

export const AUTHOR = {
  name: { most: 200 },
  slug: SLUG,
  jobTitle: { most: 200 },
  bio: { most: 5000, lines: true },
  links: { most: 20 },
  translations: { most: 50 },
} as const satisfies Limits

export const AUTHOR_LINK = { label: { most: 100 }, url: { most: 2000 } } as const satisfies Limits

export const TOPIC = {
  name: { most: 200 },
  slug: SLUG,
  description: { most: 2000, lines: true },
  uri: { most: 500 },
  sameAs: { most: 20 },
  relatedTopicIds: { most: 100 },
  translations: { most: 50 },
} as const satisfies Limits

/** The address of a page of the same thing elsewhere. */
export const SAME_AS = { most: 2000 } as const

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
  webStatement: { most: 500 },
  city: { most: 100 },
  country: { most: 100 },
  sourceName: { most: 200 },
  instructions: { most: 2000, lines: true },
  captionWriter: { most: 200 },
} as const satisfies Limits

/** Of an image; each may have as many characters as IPTC allows. */
export const KEYWORDS = { most: 100 } as const
export const KEYWORD = { most: 64 } as const

const IMAGE_WORDS = { ...IMAGE_TEXTS, keywords: KEYWORDS }

/** A path has four bytes for each character at most, and fits into an index. */
export const REDIRECT = { path: { most: 500 }, articleSlug: SLUG, location: { most: 2000 } } as const satisfies Limits

export const SITE = {
  name: { most: 100 },
  description: { most: 500 },
  xHandle: { most: 16 },
  titleTemplate: { most: 100 },
} as const satisfies Limits

export const PUBLISHER = { name: { most: 200 }, url: { most: 2000 } } as const satisfies Limits

const ADDRESS = { most: 2000 } as const

export const SITE_POLICIES = {
  publishingPrinciples: ADDRESS,
  correctionsPolicy: ADDRESS,
  ethicsPolicy: ADDRESS,
  diversityPolicy: ADDRESS,
  masthead: ADDRESS,
  missionCoveragePrioritiesPolicy: ADDRESS,
  verificationFactCheckingPolicy: ADDRESS,
  unnamedSourcesPolicy: ADDRESS,
  actionableFeedbackPolicy: ADDRESS,
  noBylinesPolicy: ADDRESS,
  ownershipFundingInfo: ADDRESS,
} as const satisfies Limits

export const FRONT = { name: { most: 200 }, slots: { most: 40 } } as const satisfies Limits

export const FRONT_SLOT = { name: { most: 100 }, title: { most: 200 }, pinned: { most: 40 } } as const satisfies Limits

/** As of an article. */
export const FRONT_PIN = {
  headline: { most: 300 },
  kicker: { most: 100 },
  standfirst: { most: 1000, lines: true },
} as const satisfies Limits

/** Items of a slot, and the topics or authors that its rule names. */
export const FRONT_FILL = { count: { most: 40 }, values: { most: 20 } } as const satisfies Limits

/** What readers follow. */
export const FOLLOWS = { topicIds: { most: 100 }, authorIds: { most: 100 } } as const satisfies Limits

export const READER = { email: { most: 254 }, timeZone: { most: 60 } } as const satisfies Limits

/** Of a link in a mail. Longer ones are unknown. */
const READER_TOKEN = { token: { most: 100 } } as const satisfies Limits

export const USER = { name: { most: 200 }, email: { most: 254 } } as const satisfies Limits

export const ACCESS_TOKEN = { name: { most: 100 } } as const satisfies Limits

/** A month: long enough for a slow reader of drafts, short enough for a link that was forgotten. */
export const PREVIEW_LINK = { expiresInHours: { most: 720 } } as const satisfies Limits

export const WEBHOOK = {
  url: { most: 2000 },
  description: { most: 200 },
  events: { most: 50 },
} as const satisfies Limits

/** A week: long enough for a receiver that is changed by hand. */
export const SECRET_OVERLAP = { most: 168 } as const

export const REPLAYED = { deliveryIds: { most: 100 } } as const satisfies Limits

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

/** Items of a page of a list whose items are a few words. */
const LONG_PAGE = { most: 1000 } as const

export const SEARCH_WORDS = { most: 200 } as const

/** Ids that are looked up at once. */
export const IDS = { most: 100 } as const

/** CSS selectors of what only subscribers see. */
export const PAYWALL = { selectors: { most: 10 } } as const

/** Widths of one `srcSet`. */
export const WIDTHS = { most: 12 } as const

const noted = { note: NOTE }

/** By the input type and its field, or by the field and its argument. */
export const LIMITS: Readonly<Record<string, Limits>> = {
  AiUseInput: AI_USE,
  CreateAuthorInput: AUTHOR,
  UpdateAuthorInput: AUTHOR,
  AuthorLinkInput: AUTHOR_LINK,
  AuthorTranslationInput: { name: AUTHOR.name, slug: SLUG, jobTitle: AUTHOR.jobTitle, bio: AUTHOR.bio },
  CreateTopicInput: { ...TOPIC, parentId: TOPIC_LEVELS },
  UpdateTopicInput: { ...TOPIC, parentId: TOPIC_LEVELS },
  TopicTranslationInput: { name: TOPIC.name, slug: SLUG, description: TOPIC.description },
  CreateFrontInput: { ...FRONT, slug: SLUG },
  UpdateFrontInput: FRONT,
  PublishFrontInput: noted,
  ScheduleFrontInput: noted,
  UnscheduleFrontInput: noted,
  WithdrawFrontInput: noted,
  FrontSlotInput: FRONT_SLOT,
  FrontPinInput: FRONT_PIN,
  FrontFillInput: { where: FRONT_FILL.values, count: FRONT_FILL.count },
  UploadImageInput: IMAGE_WORDS,
  ImportImageInput: IMAGE_WORDS,
  UpdateImageInput: { ...IMAGE_WORDS, withheldReason: NOTE },
  CreateRedirectInput: REDIRECT,
  UpdateSiteSettingsInput: SITE,
  PublisherInput: PUBLISHER,
  SitePoliciesInput: SITE_POLICIES,
  FollowTopicsInput: { ...FOLLOWS, ...READER },
  ConfirmFollowsInput: READER_TOKEN,
  UpdateFollowsInput: { ...READER_TOKEN, ...FOLLOWS, timeZone: READER.timeZone },
  UnfollowInput: { ...READER_TOKEN, ...FOLLOWS },
  EraseReaderInput: READER_TOKEN,
  CreateUserInput: USER,
  UpdateUserInput: USER,
  CreateAccessTokenInput: ACCESS_TOKEN,
  CreatePreviewLinkInput: PREVIEW_LINK,
  CreateWebhookInput: WEBHOOK,
  UpdateWebhookInput: WEBHOOK,
  RotateWebhookSecretInput: { overlapHours: SECRET_OVERLAP },
  ReplayWebhookDeliveriesInput: REPLAYED,
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
  SetPublishedAtInput: noted,
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
  'Query.paths': { first: LONG_PAGE, last: LONG_PAGE },
  'Query.search': { query: SEARCH_WORDS },
  'Query.suggest': { query: SEARCH_WORDS },
  'Query.articles': { search: SEARCH_WORDS },
  'Query.images': { search: SEARCH_WORDS },
  'Article.seo': { paywalled: PAYWALL.selectors },
  'Image.srcSet': { widths: WIDTHS },
  'Caption.srcSet': { widths: WIDTHS },
  'Image.sources': { widths: WIDTHS },
  'Caption.sources': { widths: WIDTHS },
}

/** Fields and arguments that have the same limit wherever they are. */
export const EVERYWHERE: Limits = { idempotencyKey: IDEMPOTENCY_KEY, first: PAGE, last: PAGE }

/** Items of a page of one list, by the field that has it: "Query.articles". */
export function mostInPage(field: string): number {
  return LIMITS[field]?.first?.most ?? PAGE.most
}
