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
  /** Of the readers' site, as SiteRedirect.path has it */
  readonly path: string
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

export type FieldName = keyof Fields

/** When readers get an event by `changes`, in words for docs/events.md. The database decides by `event_for_readers`, which a test compares. */
export const FOR_READERS = {
  /** It is about something that readers see, or saw until then. */
  ALWAYS: 'yes',
  /** Of what only the desk sees of the object, readers must not even learn that it changed. */
  OF_PUBLIC_FIELDS: 'if a field changed that readers see',
  /** An image that no page shows may be of a draft. */
  OF_SHOWN_IMAGES: 'if a page showed the image',
  /** No page shows the image: the event is only about work at the desk. */
  NEVER: 'no',
} as const

interface EventKind {
  /** The GraphQL type of what the event is about */
  readonly subject: 'Article' | 'Author' | 'Front' | 'Image' | 'Topic' | 'SiteRedirect' | 'Site'
  /** As docs/workflow.md has it */
  readonly when: string
  /** What the payload always has */
  readonly payload: readonly FieldName[]
  /** What it has where that applies */
  readonly sometimes?: readonly FieldName[]
  readonly readers: keyof typeof FOR_READERS
}

/** What every event of an article has: enough to find and to date the page, and what it says now. */
export const OF_ARTICLES = ['id', 'version', 'slug', 'locale', 'revisionId', 'publishedAt', 'firstPublishedAt'] as const

/** What the events have that leave an image in the library: enough to find its files and what shows it. */
export const OF_IMAGES = ['id', 'version', 'file', 'rightsState', 'rightsExpireAt'] as const

/** What every event of a front has. */
export const OF_FRONTS = ['id', 'version', 'slug', 'locale', 'publishedAt'] as const

/** All events. docs/workflow.md has the same table, which a test compares. */
export const EVENTS = {
  'article.published': {
    subject: 'Article',
    when: 'readers can see an article that they could not see before: the first time, or again',
    payload: [...OF_ARTICLES, 'previousRevisionId'],
    readers: 'ALWAYS',
  },
  'article.updated': {
    subject: 'Article',
    when: 'a live article has new content, another date, a new address, other translations, or other related articles by an editor',
    payload: [...OF_ARTICLES, 'changedFields'],
    sometimes: ['previousRevisionId', 'previousSlug', 'previousLocale'],
    readers: 'ALWAYS',
  },
  'article.corrected': {
    subject: 'Article',
    when: 'a live article got a correction, or one was changed or removed',
    payload: [...OF_ARTICLES, 'correction'],
    sometimes: ['previousCorrection'],
    readers: 'ALWAYS',
  },
  'article.withdrawn': {
    subject: 'Article',
    when: 'readers cannot see it any more',
    payload: [...OF_ARTICLES, 'previousRevisionId'],
    readers: 'ALWAYS',
  },
  'article.translated': {
    subject: 'Article',
    when: 'a translation of a live article went live, got a new address, joined or left its story, or was withdrawn',
    payload: [...OF_ARTICLES, 'translation'],
    readers: 'ALWAYS',
  },
  'image.created': {
    subject: 'Image',
    when: 'an image was uploaded or imported; no page shows it yet',
    payload: OF_IMAGES,
    readers: 'NEVER',
  },
  'image.updated': {
    subject: 'Image',
    when: 'updateImage changed something: texts, focal point, rights',
    payload: [...OF_IMAGES, 'changedFields'],
    readers: 'OF_SHOWN_IMAGES',
  },
  'image.expired': {
    subject: 'Image',
    when: "the rights ended for an image that was not withheld and that a live article, an author's page or the site's settings show",
    payload: OF_IMAGES,
    readers: 'OF_SHOWN_IMAGES',
  },
  'image.deleted': {
    subject: 'Image',
    when: 'the image and its files were deleted',
    payload: ['id', 'file'],
    readers: 'NEVER',
  },
  'author.created': {
    subject: 'Author',
    when: 'the page was created',
    payload: ['id', 'slug', 'version'],
    readers: 'ALWAYS',
  },
  'author.updated': {
    subject: 'Author',
    when: 'updateAuthor changed something',
    payload: ['id', 'slug', 'version', 'changedFields'],
    sometimes: ['previousSlug'],
    readers: 'OF_PUBLIC_FIELDS',
  },
  'author.deleted': { subject: 'Author', when: 'the page was deleted', payload: ['id', 'slug'], readers: 'ALWAYS' },
  'topic.created': {
    subject: 'Topic',
    when: 'the page was created',
    payload: ['id', 'slug', 'version'],
    readers: 'ALWAYS',
  },
  'topic.updated': {
    subject: 'Topic',
    when: 'updateTopic changed something',
    payload: ['id', 'slug', 'version', 'changedFields'],
    sometimes: ['previousSlug'],
    readers: 'ALWAYS',
  },
  'topic.merged': {
    subject: 'Topic',
    when: 'the topic was merged into another, and its page redirects there; each live article with it also has an article.updated',
    payload: ['id', 'slug', 'into'],
    readers: 'ALWAYS',
  },
  'topic.deleted': { subject: 'Topic', when: 'the page was deleted', payload: ['id', 'slug'], readers: 'ALWAYS' },
  'redirect.created': {
    subject: 'SiteRedirect',
    when: 'a redirect from a path of another system was created',
    payload: ['id', 'path'],
    readers: 'ALWAYS',
  },
  'redirect.deleted': {
    subject: 'SiteRedirect',
    when: 'the redirect was deleted',
    payload: ['id', 'path'],
    readers: 'ALWAYS',
  },
  'front.published': {
    subject: 'Front',
    when: 'readers can see a front that they could not see before: the first time, or again',
    payload: OF_FRONTS,
    readers: 'ALWAYS',
  },
  'front.updated': {
    subject: 'Front',
    when: 'another revision of a live front went live',
    payload: OF_FRONTS,
    readers: 'ALWAYS',
  },
  'front.withdrawn': {
    subject: 'Front',
    when: 'readers cannot see the front any more',
    payload: OF_FRONTS,
    readers: 'ALWAYS',
  },
  'site.updated': {
    subject: 'Site',
    when: 'updateSiteSettings changed something; every page may show it',
    payload: ['id', 'version', 'changedFields'],
    readers: 'ALWAYS',
  },
  'site.changed': {
    subject: 'Site',
    when: 'what readers see changed without any other event: after SQL by hand, a seed or a migration; `tags` and `paths` name it',
    payload: [],
    readers: 'ALWAYS',
  },
} as const satisfies Readonly<Record<string, EventKind>>

type Events = typeof EVENTS

export type EventName = keyof Events

type Sometimes<Name extends EventName> = Events[Name] extends { sometimes: readonly (infer Field extends FieldName)[] }
  ? Field
  : never

/** The data of the event. */
export type EventPayload<Name extends EventName> = Pick<Fields, Events[Name]['payload'][number]> &
  Partial<Pick<Fields, Sometimes<Name>>>

/** The events about articles. */
export type ArticleEventName = {
  [Name in EventName]: Events[Name]['subject'] extends 'Article' ? Name : never
}[EventName]

/** An event of an article, with its data in addition to the article as it is after the change. */
export type ArticleEvent = {
  [Name in ArticleEventName]: {
    readonly type: Name
    readonly payload: Omit<EventPayload<Name>, (typeof OF_ARTICLES)[number]>
  }
}[ArticleEventName]
