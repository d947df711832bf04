import type { EventType } from '../generated/graphql.ts'
import type { EventName } from './events.ts'

type TypeOf<Name extends EventName> = Name extends `${infer Subject}.${infer What}`
  ? `${Uppercase<Subject>}_${Uppercase<What>}`
  : never

/** The name that the API has for each event. An event without a line, or with the name of another, does not compile. */
export const EVENT_TYPES = {
  'article.published': 'ARTICLE_PUBLISHED',
  'article.updated': 'ARTICLE_UPDATED',
  'article.corrected': 'ARTICLE_CORRECTED',
  'article.withdrawn': 'ARTICLE_WITHDRAWN',
  'article.translated': 'ARTICLE_TRANSLATED',
  'image.created': 'IMAGE_CREATED',
  'image.updated': 'IMAGE_UPDATED',
  'image.expired': 'IMAGE_EXPIRED',
  'image.deleted': 'IMAGE_DELETED',
  'author.created': 'AUTHOR_CREATED',
  'author.updated': 'AUTHOR_UPDATED',
  'author.deleted': 'AUTHOR_DELETED',
  'topic.created': 'TOPIC_CREATED',
  'topic.updated': 'TOPIC_UPDATED',
  'topic.merged': 'TOPIC_MERGED',
  'topic.deleted': 'TOPIC_DELETED',
  'redirect.created': 'REDIRECT_CREATED',
  'redirect.deleted': 'REDIRECT_DELETED',
  'front.published': 'FRONT_PUBLISHED',
  'front.updated': 'FRONT_UPDATED',
  'front.withdrawn': 'FRONT_WITHDRAWN',
  'site.updated': 'SITE_UPDATED',
  'site.changed': 'SITE_CHANGED',
} as const satisfies { readonly [Name in EventName]: TypeOf<Name> & EventType }

/** The event of each name of the API. */
export const EVENT_NAMES = {
  ARTICLE_PUBLISHED: 'article.published',
  ARTICLE_UPDATED: 'article.updated',
  ARTICLE_CORRECTED: 'article.corrected',
  ARTICLE_WITHDRAWN: 'article.withdrawn',
  ARTICLE_TRANSLATED: 'article.translated',
  IMAGE_CREATED: 'image.created',
  IMAGE_UPDATED: 'image.updated',
  IMAGE_EXPIRED: 'image.expired',
  IMAGE_DELETED: 'image.deleted',
  AUTHOR_CREATED: 'author.created',
  AUTHOR_UPDATED: 'author.updated',
  AUTHOR_DELETED: 'author.deleted',
  TOPIC_CREATED: 'topic.created',
  TOPIC_UPDATED: 'topic.updated',
  TOPIC_MERGED: 'topic.merged',
  TOPIC_DELETED: 'topic.deleted',
  REDIRECT_CREATED: 'redirect.created',
  REDIRECT_DELETED: 'redirect.deleted',
  FRONT_PUBLISHED: 'front.published',
  FRONT_UPDATED: 'front.updated',
  FRONT_WITHDRAWN: 'front.withdrawn',
  SITE_UPDATED: 'site.updated',
  SITE_CHANGED: 'site.changed',
} as const satisfies { readonly [Type in EventType]: EventName }
