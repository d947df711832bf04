import type { ArticleAction } from '../../src/generated/graphql.ts'
import type { Chance } from './chance.ts'
import type { Call, Newsroom } from './newsroom.ts'
import { randomImages } from './random-images.ts'

// A busy desk: random actions on the objects that exist.

const WORDS = ['Harbour', 'Bridge', 'Storm', 'Council', 'Strike', 'Orchard', 'Border', 'Festival', 'גשר', 'جسر', 'Möwe']
const LOCALES = ['en', 'he', 'ar', 'de']

/** How many there should be: below it more are made, above it some go. */
const ENOUGH = { articles: 24, topics: 14, authors: 8 }

export function randomDesk(chances: Chance) {
  const { random, below, chance, one, some } = chances
  const { withImage, withCaption, illustrated } = randomImages(chances)
  const words = (count: number) => Array.from({ length: count }, () => one(WORDS)).join(' ')
  const rel = () => (chance(0.7) ? 'ABOUT' : 'MENTIONS')
  const later = () => new Date(Date.now() + 86_400_000 * (1 + below(9))).toISOString()

  const tags = ({ topics }: Newsroom) => some(topics, 5).map(({ id }) => ({ topicId: id, rel: rel() }))
  const credits = ({ authors }: Newsroom) => [
    ...some(authors, 3).map(({ id }) => ({ authorId: id, role: one(['WRITER', 'PHOTOGRAPHER']) })),
    ...(chance(0.3) ? [{ name: 'Agency' }] : []),
  ]
  const text = (room: Newsroom) => ({
    headline: chance(0.05) ? '' : words(3),
    topics: tags(room),
    credits: credits(room),
    ...illustrated(room, { paragraph: { html: words(12) } }),
  })

  function update(room: Newsroom): object {
    if (chance(0.3)) return { headline: words(3) }
    if (chance(0.5)) return { topics: tags(room) }
    if (chance(0.3)) return { slug: `moved-${below(1e9)}` }
    return chance(0.3) ? { locale: one(LOCALES) } : text(room)
  }

  /** What each action needs in addition to id and version. */
  const besides: Partial<Record<ArticleAction, (room: Newsroom, revisions: number) => object>> = {
    UPDATE: update,
    SUBMIT_FOR_REVIEW: () => ({ note: words(2) }),
    APPROVE: () => ({}),
    REQUEST_CHANGES: () => ({ note: words(2) }),
    PUBLISH: () => ({ redate: chance(0.3), ...(chance(0.2) && { unpublishAt: later() }) }),
    SCHEDULE: () => ({ publishAt: later(), redate: chance(0.3) }),
    UNSCHEDULE: () => ({}),
    WITHDRAW: () => ({ reason: words(2) }),
    SET_PUBLISHED_AT: () => ({ publishedAt: new Date(Date.now() - 86_400_000 * (1 + below(4000))).toISOString() }),
    ADD_CORRECTION: () => ({ kind: 'CORRECTION', text: words(5) }),
    TRASH: () => ({}),
    RESTORE_FROM_TRASH: () => ({}),
    DELETE: () => ({}),
    RESTORE_REVISION: (_room, revisions) => ({ number: 1 + below(revisions) }),
    SET_RELATED: ({ articles }) => ({ pinnedIds: some(articles, 3).map(({ id }) => id), excludedIds: [] }),
  }

  /** Publications are what counts most, and deletions end everything. */
  const weights: Partial<Record<ArticleAction, number>> = {
    PUBLISH: 8,
    UPDATE: 5,
    SCHEDULE: 2,
    DELETE: 0.5,
    TRASH: 0.5,
  }

  function weighted(actions: readonly ArticleAction[]): ArticleAction {
    const weightOf = (action: ArticleAction) => weights[action] ?? 1
    let left = random() * actions.reduce((sum, action) => sum + weightOf(action), 0)
    for (const action of actions) {
      left -= weightOf(action)
      if (left < 0) return action
    }
    return one(actions)
  }

  function withArticle(room: Newsroom): Call {
    const { id, version, allowedActions, revisions } = one(room.articles)
    const possible = allowedActions.filter((action) => action in besides)
    if (possible.length === 0) return create(room)
    const action = weighted(possible)
    return {
      mutation: MUTATIONS[action] ?? '',
      input: { id, version, ...besides[action]?.(room, revisions.totalCount) },
    }
  }

  /** What is on somebody's screen: half of it may be nothing that could be saved. */
  function unsaved({ articles }: Newsroom): Call {
    const { id, version, revisions } = one(articles)
    if (chance(0.2)) return { mutation: 'discardAutosave', input: { id } }
    if (chance(0.25)) {
      const name = chance(0.7) ? words(2) : null
      return { mutation: 'nameRevision', input: { id, number: 1 + below(revisions.totalCount), name } }
    }
    const order = chance(0.6) ? { session: `form-${below(3)}`, sequence: below(50) } : {}
    const body = [{ paragraph: { html: chance(0.5) ? '' : words(5) } }, { embed: { url: 'https://vid' } }]
    const baseVersion = Math.max(1, version - below(3))
    return {
      mutation: 'autosaveArticle',
      input: { id, baseVersion, ...order, headline: chance(0.3) ? '' : words(3), body },
    }
  }

  function create(room: Newsroom): Call {
    return { mutation: 'createArticle', input: { locale: one(LOCALES), ...text(room) } }
  }

  /** Into Hebrew and a language of no article, or into none. */
  const translations = () =>
    some(['he', 'fr'], 2)
      .filter((locale, index, all) => all.indexOf(locale) === index)
      .map((locale) => ({ locale, name: words(2) }))

  function withTopic({ topics }: Newsroom): Call {
    if (topics.length < ENOUGH.topics) {
      const relatedTopicIds = some(topics, 2).map(({ id }) => id)
      return { mutation: 'createTopic', input: { name: words(2), relatedTopicIds } }
    }
    const [topic, other] = [one(topics), one(topics)]
    if (chance(0.4)) return { mutation: 'mergeTopics', input: { fromId: topic.id, intoId: other.id } }
    if (chance(0.2)) return { mutation: 'deleteTopic', input: { id: topic.id } }
    if (chance(0.4)) {
      return { mutation: 'updateTopic', input: { id: topic.id, version: topic.version, translations: translations() } }
    }
    const change = chance(0.5)
      ? { name: words(2) }
      : chance(0.5)
        ? { slug: `topic-${below(1e9)}` }
        : { parentId: other.id }
    return { mutation: 'updateTopic', input: { id: topic.id, version: topic.version, ...change } }
  }

  function withAuthor({ authors }: Newsroom): Call {
    if (authors.length < ENOUGH.authors) return { mutation: 'createAuthor', input: { name: words(2) } }
    const { id, version } = one(authors)
    if (chance(0.3)) return { mutation: 'deleteAuthor', input: { id } }
    if (chance(0.5)) return { mutation: 'updateAuthor', input: { id, version, translations: translations() } }
    const change = chance(0.7) ? { name: words(2) } : { slug: `author-${below(1e9)}` }
    return { mutation: 'updateAuthor', input: { id, version, ...change } }
  }

  function withMany({ articles, topics }: Newsroom): Call {
    const items = [one(articles), ...some(articles, 4)]
    const distinct = items.filter((item, index) => items.indexOf(item) === index)
    const change = chance(0.5) ? { addTopicIds: [one(topics).id] } : { removeTopicIds: [one(topics).id] }
    const named = distinct.map(({ id, version }) => ({ id, version }))
    return { mutation: 'bulkUpdateArticles', input: { items: named, ...change } }
  }

  /** What the desk does next. It may be refused. */
  return function next(room: Newsroom): Call {
    if (room.topics.length < 3) return withTopic(room)
    if (room.articles.length < 3) return create(room)
    const dice = random()
    if (dice < 0.14) return withTopic(room)
    if (dice < 0.21) return withAuthor(room)
    if (dice < 0.25) return withMany(room)
    if (dice < 0.4) return withImage(room)
    if (dice < 0.56) return withCaption(room)
    if (dice > 0.92) return unsaved(room)
    return room.articles.length < ENOUGH.articles && chance(0.25) ? create(room) : withArticle(room)
  }
}

const MUTATIONS: Partial<Record<ArticleAction, string>> = {
  UPDATE: 'updateArticle',
  SUBMIT_FOR_REVIEW: 'submitForReview',
  APPROVE: 'approveArticle',
  REQUEST_CHANGES: 'requestChanges',
  PUBLISH: 'publishArticle',
  SCHEDULE: 'scheduleArticle',
  UNSCHEDULE: 'unscheduleArticle',
  WITHDRAW: 'withdrawArticle',
  ADD_CORRECTION: 'addCorrection',
  TRASH: 'trashArticle',
  RESTORE_FROM_TRASH: 'restoreFromTrash',
  DELETE: 'deleteArticle',
  RESTORE_REVISION: 'restoreRevision',
  SET_RELATED: 'setRelatedArticles',
  SET_PUBLISHED_AT: 'setPublishedAt',
}
