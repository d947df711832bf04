import type { CorrectionKind, RightsState } from '../generated/graphql.ts'

interface CorrectionText {
  readonly kind: CorrectionKind
  readonly text: string
  readonly publishedAt: Date
}

/** The fields of payloads, and what each holds. Ids are as the API has them. Dates are written as the API writes them. */
interface Fields {
  readonly id: string
  readonly slug: string
  readonly locale: string
  readonly version: number
  /** What is live now; null after a withdrawal */
  readonly revisionId: string | null
  /** What was live before; null where nothing was */
  readonly previousRevisionId: string | null
  readonly publishedAt: Date | null
  readonly firstPublishedAt: Date | null
  readonly previousSlug: string
  readonly previousLocale: string
  /** Null where it was removed */
  readonly correction: CorrectionText | null
  readonly previousCorrection: CorrectionText
  readonly file: string
  readonly rightsState: RightsState
  readonly rightsExpireAt: Date | null
  /** Names of fields of the subject's type */
  readonly changedFields: readonly string[]
  /** Of the same story, after the change; `revisionId` is null if readers cannot see it any more */
  readonly translation: {
    readonly id: string
    readonly slug: string
    readonly locale: string
    readonly revisionId: string | null
  }
  /** The topic that stays */
  readonly into: { readonly id: string; readonly slug: string; readonly version: number }
}

type FieldName = keyof Fields

interface EventKind {
  /** The GraphQL type of what the event is about */
  readonly subject: 'Article' | 'Author' | 'Image' | 'Topic' | 'Site'
  /** As docs/workflow.md has it */
  readonly when: string
  /** What the payload always has */
  readonly payload: readonly FieldName[]
  /** What it has where that applies */
  readonly sometimes?: readonly FieldName[]
}

/** What every event of an article has: enough to find and to date the page, and what it says now. */
export const OF_ARTICLES = ['id', 'version', 'slug', 'locale', 'revisionId', 'publishedAt', 'firstPublishedAt'] as const

/** What the events have that leave an image in the library: enough to find its files and what shows it. */
export const OF_IMAGES = ['id', 'version', 'file', 'rightsState', 'rightsExpireAt'] as const

/** Everything that the readers' side is told of. docs/workflow.md has the same table, which a test compares. */
export const EVENTS = {
  'article.published': {
    subject: 'Article',
    when: 'readers get an article that they could not see before: the first time, or again',
    payload: [...OF_ARTICLES, 'previousRevisionId'],
  },
  'article.updated': {
    subject: 'Article',
    when: 'a live article has new content, a new address, other translations, or other related articles by an editor',
    payload: [...OF_ARTICLES, 'changedFields'],
    sometimes: ['previousRevisionId', 'previousSlug', 'previousLocale'],
  },
  'article.corrected': {
    subject: 'Article',
    when: 'a live article got a correction, or one was changed or removed',
    payload: [...OF_ARTICLES, 'correction'],
    sometimes: ['previousCorrection'],
  },
  'article.withdrawn': {
    subject: 'Article',
    when: 'readers cannot see it any more',
    payload: [...OF_ARTICLES, 'previousRevisionId'],
  },
  'article.translated': {
    subject: 'Article',
    when: 'a translation of a live article went live, got a new address, joined or left its story, or was withdrawn',
    payload: [...OF_ARTICLES, 'translation'],
  },
  'image.created': {
    subject: 'Image',
    when: 'an image was uploaded or imported; no page shows it yet',
    payload: OF_IMAGES,
  },
  'image.updated': {
    subject: 'Image',
    when: 'updateImage changed something: texts, focal point, rights',
    payload: [...OF_IMAGES, 'changedFields'],
  },
  'image.expired': {
    subject: 'Image',
    when: "the rights ended of an image that a live article or an author's page shows and that was not withheld",
    payload: OF_IMAGES,
  },
  'image.deleted': { subject: 'Image', when: 'the image and its files were deleted', payload: ['id', 'file'] },
  'author.created': { subject: 'Author', when: 'the page was created', payload: ['id', 'slug', 'version'] },
  'author.updated': {
    subject: 'Author',
    when: 'updateAuthor changed something',
    payload: ['id', 'slug', 'version', 'changedFields'],
    sometimes: ['previousSlug'],
  },
  'author.deleted': { subject: 'Author', when: 'the page was deleted', payload: ['id', 'slug'] },
  'topic.created': { subject: 'Topic', when: 'the page was created', payload: ['id', 'slug', 'version'] },
  'topic.updated': {
    subject: 'Topic',
    when: 'updateTopic changed something',
    payload: ['id', 'slug', 'version', 'changedFields'],
    sometimes: ['previousSlug'],
  },
  'topic.merged': {
    subject: 'Topic',
    when: 'the topic was merged into another, and its page redirects there; each live article with it also has an article.updated',
    payload: ['id', 'slug', 'into'],
  },
  'topic.deleted': { subject: 'Topic', when: 'the page was deleted', payload: ['id', 'slug'] },
  'site.changed': {
    subject: 'Site',
    when: 'readers get something else without any other event: after SQL by hand, a seed or a migration; `tags` and `paths` say what',
    payload: [],
  },
} as const satisfies Readonly<Record<string, EventKind>>

type Events = typeof EVENTS

export type EventName = keyof Events

type Sometimes<Name extends EventName> = Events[Name] extends { sometimes: readonly (infer Field extends FieldName)[] }
  ? Field
  : never

/** What the event tells. */
export type EventPayload<Name extends EventName> = Pick<Fields, Events[Name]['payload'][number]> &
  Partial<Pick<Fields, Sometimes<Name>>>

/** The events about articles. */
export type ArticleEventName = {
  [Name in EventName]: Events[Name]['subject'] extends 'Article' ? Name : never
}[EventName]

/** An event of an article, with what it tells in addition to the article as it is after the change. */
export type ArticleEvent = {
  [Name in ArticleEventName]: {
    readonly type: Name
    readonly payload: Omit<EventPayload<Name>, (typeof OF_ARTICLES)[number]>
  }
}[ArticleEventName]
