import type { Role } from '../../src/viewer/viewer.ts'
import type { Api, Json } from '../helpers/api.ts'
import type { Givens } from '../helpers/given.ts'
import { nestedTopics } from '../helpers/nested-topics.ts'
import { lock } from '../lock/locking.ts'

/** A call that is refused, with the details of its first error. */
export interface RefusedCall {
  readonly mutation: string
  readonly as?: Role
  readonly input: () => Promise<object>
  readonly code: string
  readonly details: (given: Json) => Json
}

interface Made extends Json {
  readonly input: object
}

/** One call for each type of details and code, with all that the details say. @param url of a picture server */
export function refusedCalls(given: Givens, api: Api, url: string): Readonly<Record<string, RefusedCall>> {
  const made: Record<string, Json> = {}

  /** What `input` made is what the details are compared with. */
  function remember(name: string, make: () => Promise<Made>): () => Promise<object> {
    return async () => {
      const { input, ...rest } = await make()
      made[name] = rest
      return input
    }
  }

  const of = (name: string): Json => made[name] ?? {}
  const headed = { headline: 'A storm', locale: 'en' }

  return {
    'a text that is too long': {
      mutation: 'createArticle',
      input: async () => ({ ...headed, headline: '🌊'.repeat(401) }),
      code: 'TOO_LONG',
      details: () => ({ __typename: 'LimitDetails', limit: 300, actual: 401, unit: 'CHARACTERS' }),
    },
    'a list that is too long': {
      mutation: 'setRelatedArticles',
      input: async () => {
        const { id } = await given.article()
        return { id, version: 1, pinnedIds: Array.from({ length: 101 }, () => id) }
      },
      code: 'TOO_LONG',
      details: () => ({ __typename: 'LimitDetails', limit: 100, actual: 101, unit: 'ITEMS' }),
    },
    'markup that is nested too deep': {
      mutation: 'createArticle',
      input: async () => ({ ...headed, body: [{ paragraph: { html: `${'<b>'.repeat(150)}deep` } }] }),
      code: 'INVALID',
      details: () => ({ __typename: 'LimitDetails', limit: 100, actual: null, unit: 'LEVELS' }),
    },
    'topics that are nested too deep': {
      mutation: 'createTopic',
      input: async () => ({ name: 'Deep', parentId: (await nestedTopics(given, 50)).at(-1)?.id }),
      code: 'INVALID',
      details: () => ({ __typename: 'LimitDetails', limit: 50, actual: 51, unit: 'LEVELS' }),
    },
    'a number out of its range': {
      mutation: 'createPreviewLink',
      input: async () => ({ articleId: (await given.article()).id, expiresInHours: 721 }),
      code: 'INVALID',
      details: () => ({
        __typename: 'RangeDetails',
        number: 721,
        min: 1,
        minIncluded: true,
        max: 720,
        maxIncluded: true,
      }),
    },
    'a crop that goes over the edge': {
      mutation: 'addCaption',
      input: async () => {
        const { id: articleId } = await given.article({ status: 'DRAFT' })
        const { id: imageId } = await given.image()
        return { articleId, version: 1, imageId, crop: { x: 0.5, y: 0, width: 0.75, height: 1 } }
      },
      code: 'INVALID',
      details: () => ({
        __typename: 'RangeDetails',
        number: 0.75,
        min: 0,
        minIncluded: false,
        max: 0.5,
        maxIncluded: true,
      }),
    },
    'a revision that the article does not have': {
      mutation: 'restoreRevision',
      input: async () => ({ id: (await given.article()).id, version: 1, number: 7 }),
      code: 'NOT_FOUND',
      details: () => ({ __typename: 'RangeDetails', number: 7, min: 1, minIncluded: true, max: 1, maxIncluded: true }),
    },
    'a time before the end of the embargo': {
      mutation: 'scheduleArticle',
      input: async () => {
        const { article } = await api.as('EDITOR').mutate<{ article: { id: string } }>(
          `mutation { createArticle(input: { headline: "Held", locale: "en", embargoedUntil: "2098-01-01T00:00:00Z" })
            { article { id } } }`,
        )
        return { id: article.id, version: 1, publishAt: '2097-01-01T00:00:00Z' }
      },
      code: 'INVALID',
      details: () => ({
        __typename: 'TimeDetails',
        time: '2097-01-01T00:00:00.000Z',
        earliest: '2098-01-01T00:00:00.000Z',
        latest: null,
      }),
    },
    'a language that is not known': {
      mutation: 'createArticle',
      input: async () => ({ ...headed, locale: 'xq' }),
      code: 'INVALID',
      details: () => ({ __typename: 'FormatDetails', value: 'xq', examples: ['en', 'he', 'zh-Hant', 'pt-BR'] }),
    },
    'a role that is more than the account’s': {
      mutation: 'createAccessToken',
      as: 'ADMIN',
      input: async () => {
        const { id } = await api.as('EDITOR', 'Tomer').user()
        return { userId: id, name: 'For scripts', role: 'ADMIN' }
      },
      code: 'INVALID',
      details: () => ({ __typename: 'ChoiceDetails', allowed: ['REPORTER', 'EDITOR'] }),
    },
    'captions of which one is missing': {
      mutation: 'reorderCaptions',
      input: remember('missing', async () => {
        const image = await given.image()
        const { id } = await given.article({ captions: [{ image, role: 'LEAD' }] })
        const { article } = await api
          .as('EDITOR')
          .query<{ article: { captions: Json[] } }>(
            'query ($id: ID!) { article(id: $id, stage: DRAFT) { captions { id } } }',
            { id },
          )
        return { caption: article.captions[0]?.id, input: { articleId: id, version: 1, captionIds: [] } }
      }),
      code: 'REQUIRED',
      details: () => ({ __typename: 'MissingDetails', ids: [of('missing').caption] }),
    },
    'an address that has no image': {
      mutation: 'importImage',
      input: async () => ({ url: `${url}/absent` }),
      code: 'INVALID',
      details: () => ({
        __typename: 'FileDetails',
        format: null,
        allowedFormats: ['JPEG', 'PNG', 'WebP', 'AVIF', 'GIF', 'HEIC'],
        width: null,
        height: null,
        maxPixels: 100_000_000,
        maxSide: 65_535,
        httpStatus: 404,
      }),
    },
    'an image that is withheld': {
      mutation: 'publishArticle',
      input: remember('withheld', async () => {
        const image = await given.image({ withheldAt: '2026-01-01T00:00:00Z', headline: 'The delegation' })
        const { id } = await given.article({ status: 'DRAFT', captions: [{ image, role: 'LEAD' }] })
        return { image: image.id, input: { id, version: 1 } }
      }),
      code: 'INVALID',
      details: () => ({
        __typename: 'ImageRightsDetails',
        position: 0,
        role: 'LEAD',
        image: { id: of('withheld').image },
        withheld: true,
        rightsExpireAt: null,
      }),
    },
    'a paragraph that is not written yet': {
      mutation: 'publishArticle',
      input: remember('unfinished', async () => {
        const { id } = await given.article({ status: 'DRAFT', body: [{ type: 'paragraph', html: '' }] })
        return { article: id, input: { id, version: 1 } }
      }),
      code: 'NOT_PUBLISHABLE',
      details: () => ({
        __typename: 'UnfinishedDetails',
        path: ['body', '0', 'paragraph', 'html'],
        reason: 'REQUIRED',
      }),
    },
    'the slug of another article': {
      mutation: 'createArticle',
      input: remember('slug', async () => {
        const { id } = await given.article({ status: 'DRAFT', slug: 'taken-storm' })
        return { article: id, input: { ...headed, slug: 'taken-storm' } }
      }),
      code: 'TAKEN',
      details: () => taken({ value: 'taken-storm', suggestion: 'taken-storm-2', article: { id: of('slug').article } }),
    },
    'the slug of another author': {
      mutation: 'createAuthor',
      input: remember('author', async () => {
        const { id, slug } = await given.author({ slug: 'noa' })
        return { author: id, input: { name: 'Noa', slug } }
      }),
      code: 'TAKEN',
      details: () => taken({ value: 'noa', suggestion: 'noa-2', author: { id: of('author').author } }),
    },
    'the concept of another topic': {
      mutation: 'createTopic',
      input: remember('topic', async () => {
        const { id } = await given.topic({ uri: 'http://example.org/egypt' })
        return { topic: id, input: { name: 'Egypt', kind: 'PLACE', uri: 'http://example.org/egypt' } }
      }),
      code: 'TAKEN',
      details: () => taken({ value: 'http://example.org/egypt', topic: { id: of('topic').topic } }),
    },
    'the e-mail address of another account': {
      mutation: 'createUser',
      as: 'ADMIN',
      input: remember('user', async () => {
        const input = { name: 'Dana', email: 'dana@daily.example', role: 'REPORTER' }
        const { user } = await api
          .as('ADMIN')
          .mutate<{ user: Json }>('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
            input,
          })
        return { user: user.id, input: { ...input, email: 'Dana@Daily.example' } }
      }),
      code: 'TAKEN',
      details: () => taken({ value: 'dana@daily.example', user: { id: of('user').user } }),
    },
    'a topic that was merged into another': {
      mutation: 'updateTopic',
      input: remember('merged', async () => {
        const [from, into] = [await given.topic({ name: 'Kingdom of Egypt' }), await given.topic({ name: 'Egypt' })]
        await api
          .as('EDITOR')
          .mutate('mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { userErrors { code } } }', {
            input: { fromId: from.id, intoId: into.id },
          })
        return { topic: into.id, input: { id: from.id, version: 1, name: 'Another name' } }
      }),
      code: 'NOT_FOUND',
      details: () => ({ __typename: 'MergedDetails', topic: { id: of('merged').topic } }),
    },
    'a version that is no longer current': {
      mutation: 'publishArticle',
      input: async () => ({ id: (await given.article({ status: 'DRAFT' })).id, version: 9 }),
      code: 'CONFLICT',
      details: () => ({ __typename: 'VersionDetails', sentVersion: 9, currentVersion: 1 }),
    },
    'an article that a colleague edits': {
      mutation: 'lockArticle',
      input: remember('lock', async () => {
        const { id } = await given.article({ status: 'DRAFT' })
        const payload = await lock(api.as('EDITOR', 'Tomer'), id)
        return { expiresAt: payload.lock?.expiresAt, input: { id } }
      }),
      code: 'LOCKED',
      details: () => ({
        __typename: 'LockDetails',
        holder: { name: 'Tomer' },
        expiresAt: of('lock').expiresAt,
        canTakeOver: true,
      }),
    },
    'a state that does not allow it': {
      mutation: 'withdrawArticle',
      input: async () => ({ id: (await given.article({ status: 'TRASHED' })).id, version: 1, reason: 'A mistake' }),
      code: 'NOT_ALLOWED_IN_STATE',
      details: () => ({
        __typename: 'StateDetails',
        status: 'TRASHED',
        workflowState: 'DRAFT',
        allowedActions: ['RESTORE_FROM_TRASH'],
      }),
    },
    'a topic that is used': {
      mutation: 'deleteTopic',
      input: async () => {
        const topic = await given.topic()
        await given.topic({ parent: topic })
        await given.article({ topics: [topic] })
        await given.article({ topics: [topic], status: 'DRAFT' })
        return { id: topic.id, version: 1 }
      },
      code: 'IN_USE',
      details: () => ({
        __typename: 'UsesDetails',
        liveArticles: 1,
        scheduledArticles: 0,
        draftArticles: 1,
        pastArticles: 0,
        authors: 0,
        topics: 1,
        blocks: 0,
      }),
    },
  }
}

function taken(values: Json): Json {
  return {
    __typename: 'TakenDetails',
    suggestion: null,
    article: null,
    author: null,
    topic: null,
    user: null,
    ...values,
  }
}
