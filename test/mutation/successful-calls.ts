import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Mutation } from '../../src/generated/graphql.ts'
import type { Role } from '../../src/viewer/viewer.ts'
import type { Api } from '../helpers/api.ts'
import { correctedArticle } from '../helpers/corrected-article.ts'
import type { FrontOptions, Givens } from '../helpers/given.ts'
import { newImage } from '../media/sample-images.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'

export type MutationName = Exclude<keyof Mutation, '__typename'>

/** A call that succeeds, whatever else the database holds. */
export interface SuccessfulCall {
  /** Makes what the mutation needs. What the input must have in addition to `clientMutationId` */
  readonly input: () => Promise<object>
  /** EDITOR, unless said otherwise */
  readonly as?: Role
  /** The bytes of the input's `file`, sent as a multipart request */
  readonly file?: () => Promise<Uint8Array<ArrayBuffer>>
}

const FUTURE = '2099-01-01T00:00:00.000Z'

/** One for each mutation of the schema: a mutation without one does not compile. */
export function successfulCalls(given: Givens, api: Api, imageUrl: string) {
  const draft = async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    return { id, version: 1 }
  }
  const inReview = async () => {
    const { id } = await draft()
    const { article } = await api
      .as('EDITOR')
      .mutate<{ article: { version: number } }>(
        'mutation ($id: ID!) { submitForReview(input: { id: $id, version: 1 }) { article { version } } }',
        { id },
      )
    return { id, version: article.version }
  }
  const published = async () => {
    const { id } = await given.article()
    return { id, version: 1 }
  }
  const captioned = async () => {
    const id = randomUUID()
    const article = await given.article({ status: 'DRAFT', captions: [{ id, image: await given.image() }] })
    return { articleId: article.id, captionId: `caption_${id}` }
  }
  const oneCaption = async () => ({ id: (await captioned()).captionId, version: 1 })
  const trashed = async () => {
    const { id } = await given.article({ status: 'TRASHED' })
    return { id, version: 1 }
  }

  const front = async (options: FrontOptions = {}) => ({ id: (await given.front(options)).id, version: 1 })

  const topicIds = async () => ({ topicIds: [(await given.topic()).id] })
  const pending = async () => given.reader({ isConfirmed: false, follows: [await given.topic()] })

  return {
    followTopics: { input: async () => ({ email: `${randomUUID()}@reader.example`, ...(await topicIds()) }) },
    confirmFollows: { input: async () => ({ token: (await pending()).tokens.CONFIRM }) },
    updateFollows: { input: async () => ({ token: (await given.reader()).tokens.MANAGE, ...(await topicIds()) }) },
    unfollow: { input: async () => ({ token: (await given.reader()).tokens.UNSUBSCRIBE }) },
    eraseReader: { input: async () => ({ token: (await given.reader()).tokens.MANAGE }) },
    createArticle: { input: async () => ({ headline: 'A bridge', locale: 'en' }) },
    updateArticle: { input: async () => ({ ...(await draft()), headline: 'Another bridge' }) },
    submitForReview: { input: draft },
    recallFromReview: { input: inReview },
    requestChanges: { input: inReview },
    approveArticle: { input: inReview },
    publishArticle: { input: draft },
    scheduleArticle: { input: async () => ({ ...(await draft()), publishAt: FUTURE }) },
    unscheduleArticle: {
      input: async () => ({ id: (await given.article({ status: 'SCHEDULED' })).id, version: 1 }),
    },
    withdrawArticle: { input: async () => ({ ...(await published()), reason: 'A mistake' }) },
    setEmbargo: { input: async () => ({ ...(await draft()), embargoedUntil: FUTURE }) },
    setPublishedAt: { input: async () => ({ ...(await published()), publishedAt: '2016-03-12T09:00:00.000Z' }) },
    addCorrection: { input: async () => ({ ...(await published()), kind: 'CORRECTION', text: 'It was Tuesday.' }) },
    updateCorrection: { input: async () => ({ ...(await correctedArticle(given)), text: 'It was Wednesday.' }) },
    removeCorrection: { input: () => correctedArticle(given) },
    trashArticle: { input: draft },
    restoreFromTrash: { input: trashed },
    deleteArticle: { as: 'ADMIN', input: trashed },
    restoreRevision: {
      input: async () => {
        const article = await given.article({ status: 'DRAFT' })
        await given.revision(article, { headline: 'The second text' })
        return { id: article.id, version: 1, number: 1 }
      },
    },
    nameRevision: { input: async () => ({ id: (await draft()).id, number: 1, name: 'As sent' }) },
    setRelatedArticles: { input: async () => ({ ...(await published()), pinnedIds: [(await given.article()).id] }) },
    lockArticle: { input: async () => ({ id: (await draft()).id }) },
    unlockArticle: { input: async () => ({ id: (await draft()).id }) },
    autosaveArticle: { input: async () => ({ id: (await draft()).id, baseVersion: 1, headline: 'A' }) },
    discardAutosave: { input: async () => ({ id: (await draft()).id }) },
    createPreviewLink: { input: async () => ({ articleId: (await draft()).id }) },
    revokePreviewLink: {
      input: async () => ({ id: (await given.previewLink(await given.article({ status: 'DRAFT' }))).id }),
    },
    revokePreviewLinks: { input: async () => ({ userId: (await api.as('REPORTER', 'Revoked').user()).id }) },
    bulkUpdateArticles: { input: async () => ({ items: [await draft()], addTopicIds: [(await given.topic()).id] }) },
    createTopic: { input: async () => ({ name: `Bridges ${randomUUID()}` }) },
    updateTopic: { input: async () => ({ id: (await given.topic()).id, version: 1, name: `Tunnels ${randomUUID()}` }) },
    deleteTopic: { input: async () => ({ id: (await given.topic()).id, version: 1 }) },
    mergeTopics: { input: async () => ({ fromId: (await given.topic()).id, intoId: (await given.topic()).id }) },
    createRedirect: { input: async () => ({ path: `/2016/${randomUUID()}`, targetId: (await given.topic()).id }) },
    updateSiteSettings: {
      as: 'ADMIN',
      input: async () => ({ version: await given.siteVersion(), name: randomUUID() }),
    },
    deleteRedirect: { input: async () => ({ id: (await given.redirect()).id }) },
    createWebhook: {
      as: 'ADMIN',
      input: async () => ({ url: 'https://site.example/hook', events: ['ARTICLE_PUBLISHED'] }),
    },
    updateWebhook: { as: 'ADMIN', input: async () => ({ id: (await given.webhook()).id, enabled: false }) },
    rotateWebhookSecret: { as: 'ADMIN', input: async () => ({ id: (await given.webhook()).id }) },
    testWebhook: { as: 'ADMIN', input: async () => ({ id: (await given.webhook()).id }) },
    replayWebhookDeliveries: {
      as: 'ADMIN',
      input: async () => {
        const webhook = await given.webhook()
        await given.delivery(webhook, { state: 'DEAD' })
        return { webhookId: webhook.id, state: 'DEAD' }
      },
    },
    deleteWebhook: { as: 'ADMIN', input: async () => ({ id: (await given.webhook()).id }) },
    createAuthor: { input: async () => ({ name: 'Noa Levi' }) },
    updateAuthor: { input: async () => ({ id: (await given.author()).id, version: 1, name: 'Dana Levi' }) },
    deleteAuthor: { input: async () => ({ id: (await given.author()).id, version: 1 }) },
    addCaption: {
      input: async () => ({ articleId: (await draft()).id, version: 1, imageId: (await given.image()).id }),
    },
    updateCaption: { input: async () => ({ ...(await oneCaption()), text: 'The old bridge' }) },
    removeCaption: { input: oneCaption },
    reorderCaptions: {
      input: async () => {
        const ids = [randomUUID(), randomUUID()]
        const captions = await Promise.all(ids.map(async (id) => ({ id, image: await given.image() })))
        const { id: articleId } = await given.article({ status: 'DRAFT', captions })
        return { articleId, version: 1, captionIds: ids.toReversed().map((id) => `caption_${id}`) }
      },
    },
    createFront: { input: async () => ({ slug: `made-${randomUUID()}`, locale: 'en', name: 'Made' }) },
    updateFront: { input: async () => ({ ...(await front()), name: 'Renamed' }) },
    publishFront: { input: () => front() },
    scheduleFront: { input: async () => ({ ...(await front()), publishAt: FUTURE }) },
    unscheduleFront: { input: () => front({ scheduledFor: FUTURE }) },
    withdrawFront: { input: () => front({ isLive: true }) },
    restoreFrontRevision: {
      input: async () => {
        const { id } = await front()
        await api
          .as('EDITOR')
          .mutate(
            'mutation ($id: ID!) { updateFront(input: { id: $id, version: 1, name: "Second" }) { userErrors { code } } }',
            { id },
          )
        return { id, version: 2, number: 1 }
      },
    },
    deleteFront: { input: () => front() },
    uploadImage: { input: async () => ({ altText: 'A bridge' }), file: newImage },
    importImage: { input: async () => ({ url: imageUrl }) },
    updateImage: { input: async () => ({ id: (await given.image()).id, altText: 'A bridge' }) },
    deleteImage: { input: async () => ({ id: (await given.image()).id }) },
    createUser: {
      as: 'ADMIN',
      input: async () => ({ name: 'Noa', email: `${randomUUID()}@daily.example`, role: 'REPORTER' }),
    },
    updateUser: {
      as: 'ADMIN',
      input: async () => ({ id: (await api.as('REPORTER', 'Renamed').user()).id, name: 'Dana' }),
    },
    createAccessToken: { as: 'ADMIN', input: async () => ({ name: 'Feed', role: 'REPORTER' }) },
    revokeAccessToken: {
      as: 'ADMIN',
      input: async () => {
        const { accessToken } = await api
          .as('ADMIN')
          .mutate<{ accessToken: { id: string } }>(
            'mutation { createAccessToken(input: { name: "Old", role: REPORTER }) { accessToken { id } } }',
          )
        return { id: accessToken.id }
      },
    },
  } satisfies Record<MutationName, SuccessfulCall>
}

/** Sends it. The test fails where it is refused. */
export async function sendCall(
  api: Api,
  mutation: string,
  { as = 'EDITOR', file }: SuccessfulCall,
  input: object,
): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path message } } }`
  if (!file) {
    expect(await api.as(as).mutate(document, { input })).toEqual({ userErrors: [] })
    return
  }
  const { token } = await api.as(as).user()
  const parts = uploadParts(await file(), { ...input }, document)
  const response = await post(api.app, parts, { ...PREFLIGHT, authorization: `Bearer ${token}` })
  expect(response.json()).toEqual({ data: { [mutation]: { userErrors: [] } } })
}
