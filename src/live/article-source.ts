import type { ArticleChangeKind } from '../generated/graphql.ts'
import { propertyOf } from '../lib/property.ts'
import type { PlacedEvent } from '../outbox/events.load.ts'
import type { ArticleEventName } from '../outbox/events.ts'
import { uuidOf } from '../reading/global-id.ts'
import { EVERYTHING } from '../reading/tags/tag.ts'
import { tagOfList } from '../tags/lists.ts'
import { type Change, resync } from './change.ts'
import type { ChangeSource } from './change-source.ts'

/** Which articles a subscription is about: those that meet all that is given. */
export interface AskedArticles {
  readonly id: string | null
  readonly slug: string | null
  readonly locale: string | null
  readonly topic: string | null
  readonly author: string | null
}

/** What events of articles are to their readers. */
const KINDS: Readonly<Record<ArticleEventName, ArticleChangeKind>> = {
  'article.published': 'PUBLISHED',
  'article.updated': 'UPDATED',
  'article.corrected': 'CORRECTED',
  'article.translated': 'UPDATED',
  'article.withdrawn': 'WITHDRAWN',
}

const KIND_OF: ReadonlyMap<string, ArticleChangeKind> = new Map(Object.entries(KINDS))

interface Finders {
  /** The article at the slug now, for readers */
  readonly articleAt: (slug: string, locale: string | null) => Promise<string | null>
  readonly topicAt: (slug: string) => Promise<string | null>
  readonly authorAt: (slug: string) => Promise<string | null>
}

/** The changes that readers of some articles see. */
export async function articleSource(asked: AskedArticles, finders: Finders): Promise<ChangeSource<PlacedEvent>> {
  const [isAtSlug, isOfTopic, isByAuthor] = await Promise.all([
    asked.slug === null ? null : atSlug(asked.slug, asked.locale, finders),
    asked.topic === null ? null : inList(asked.topic, 'branchContent', 'topic.', finders.topicAt),
    asked.author === null ? null : inList(asked.author, 'authorContent', 'author.', finders.authorAt),
  ])

  async function changeOf(event: PlacedEvent): Promise<Change | null> {
    for (const follow of [isOfTopic, isByAuthor]) await follow?.follow(event)
    if (event.tags.includes(EVERYTHING)) return resync(event.position)
    const kind = KIND_OF.get(event.type)
    const id = uuidOf('Article', event.payload.id)
    if (!kind || id === null) return null
    if (asked.id !== null && asked.id !== id) return null
    if (asked.locale !== null && !isInLocale(event, asked.locale)) return null
    for (const list of [isOfTopic, isByAuthor]) if (list && !list.has(event)) return null
    if (isAtSlug && !(await isAtSlug(event, id))) return null
    return {
      ...{ position: event.position, at: event.at, kind, changedFields: changedFields(event) },
      ...{ articleId: kind === 'WITHDRAWN' ? null : id, actorId: null, note: null },
    }
  }

  return { name: 'articles', shown: { stage: 'PUBLISHED', previewToken: null }, sendsGone: false, changeOf }
}

function isInLocale({ payload }: PlacedEvent, locale: string): boolean {
  return payload.locale === locale || payload.previousLocale === locale
}

/** By their names in the API. */
function changedFields({ type, payload }: PlacedEvent): readonly string[] {
  if (type === 'article.corrected') return ['corrections']
  if (type === 'article.translated') return ['translations']
  const { changedFields: fields } = payload
  return Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []
}

/** Whether an event is about the article at a slug, wherever that article moves. Of two with the slug, it is the one that readers find by it. */
async function atSlug(slug: string, locale: string | null, { articleAt }: Finders) {
  let current = await articleAt(slug, locale)

  return async ({ payload }: PlacedEvent, id: string): Promise<boolean> => {
    if (id === current) return true
    if (payload.slug !== slug && payload.previousSlug !== slug) return false
    if (current !== null && (await articleAt(slug, locale)) !== id) return false
    current = id
    return true
  }
}

/** Whether an event changes the live articles of a topic or an author, who may appear, be renamed or merged meanwhile. */
async function inList(
  slug: string,
  list: 'branchContent' | 'authorContent',
  events: string,
  find: (slug: string) => Promise<string | null>,
) {
  const tagAt = async () => {
    const id = await find(slug)
    return id === null ? null : tagOfList(list, id)
  }
  let tag = await tagAt()
  return {
    async follow({ type, payload }: PlacedEvent): Promise<void> {
      if (!type.startsWith(events)) return
      if (tag === null || type !== `${events}updated` || propertyOf(payload, 'previousSlug') !== undefined)
        tag = (await tagAt()) ?? tag
    },
    has: ({ tags }: PlacedEvent): boolean => tag !== null && tags.includes(tag),
  }
}
