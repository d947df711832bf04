import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import type { Mutation } from '../../src/generated/graphql.ts'
import { newAccessToken, traceOf } from '../../src/identity/access-token.ts'
import { correctedArticle } from '../helpers/corrected-article.ts'
import { type FrontOptions, type Givens, givenIn } from '../helpers/given.ts'
import type { StaffMember } from '../helpers/staff.ts'
import { articlesIn, type StateName } from '../workflow/states.ts'
import type { Parts } from './filled.ts'

export type Input = Readonly<Record<string, unknown>>

export type MutationName = Exclude<keyof Mutation, '__typename'>

/** Makes what a mutation needs, and the input with which it then succeeds, without anything that the schema does not require. */
export type Example = () => Promise<Input>

interface Surroundings {
  readonly database: Database
  /** Who sends the inputs */
  readonly admin: StaffMember
  /** An image that can be imported */
  readonly imageUrl: string
}

/** An example of each mutation: one without a line here does not compile. uploadImage gets its file from the user who sends it. */
export function examplesIn({ database, admin, imageUrl }: Surroundings): Readonly<Record<MutationName, Example>> {
  const given = givenIn(database)
  const articleIn = articlesIn(database)
  const article = (state: StateName) => async () => ({ id: (await articleIn(state)).id, version: 1 })
  const captioned = () => captionedArticle(database, given)
  // Of another kind than those that are created, which have the same long names.
  const topic = async () => ({ id: (await given.topic({ kind: 'SERIES' })).id, version: 1 })
  const author = async () => ({ id: (await given.author()).id, version: 1 })
  const image = async () => ({ id: (await given.image()).id, version: 1 })
  const front = async (options: FrontOptions = {}) => {
    const { id } = await given.front({ ...options, slug: `front-${randomUUID()}` })
    return { id, version: 1 }
  }
  const slot = async () => ({
    ...{ name: 'top', size: 'LARGE', fill: { where: {}, count: 3 } },
    pinned: [{ articleId: (await articleIn('live article')).id }],
  })
  const pending = async () => given.reader({ isConfirmed: false, follows: [await given.topic()] })
  return {
    followTopics: async () => ({ email: `${randomUUID()}@reader.example` }),
    confirmFollows: async () => ({ token: (await pending()).tokens.CONFIRM }),
    updateFollows: async () => ({ token: (await given.reader()).tokens.MANAGE }),
    unfollow: async () => ({ token: (await given.reader()).tokens.UNSUBSCRIBE }),
    eraseReader: async () => ({ token: (await given.reader()).tokens.MANAGE }),
    createArticle: async () => ({ headline: 'A storm is coming', locale: 'en' }),
    updateArticle: article('draft'),
    submitForReview: article('draft'),
    recallFromReview: article('draft in review'),
    requestChanges: article('draft in review'),
    approveArticle: article('draft in review'),
    publishArticle: article('draft'),
    scheduleArticle: async () => ({ ...(await article('draft')()), publishAt: '2098-01-01T00:00:00Z' }),
    unscheduleArticle: article('scheduled draft'),
    withdrawArticle: async () => ({ ...(await article('live article')()), reason: 'It was wrong' }),
    setEmbargo: async () => ({ ...(await article('draft')()), embargoedUntil: '2098-01-01T00:00:00Z' }),
    setPublishedAt: async () => ({ ...(await article('live article')()), publishedAt: '2016-03-12T09:00:00Z' }),
    addCorrection: async () => ({ ...(await article('live article')()), kind: 'CORRECTION', text: 'A name was wrong' }),
    updateCorrection: async () => ({ ...(await correctedArticle(given)), text: 'Two names were wrong' }),
    removeCorrection: () => correctedArticle(given),
    trashArticle: article('draft'),
    restoreFromTrash: article('draft in the trash'),
    deleteArticle: article('draft in the trash'),
    restoreRevision: async () => {
      const changed = await given.article({ slug: `changed-${crypto.randomUUID()}`, status: 'DRAFT' })
      await given.revision(changed, { headline: 'What was saved since' })
      return { id: changed.id, version: 1, number: 1 }
    },
    nameRevision: async () => ({ id: (await articleIn('draft')).id, number: 1, name: 'As sent' }),
    setRelatedArticles: article('live article'),
    lockArticle: async () => ({ id: (await articleIn('draft')).id }),
    unlockArticle: async () => ({ id: (await articleIn('draft')).id }),
    autosaveArticle: async () => ({ id: (await articleIn('draft')).id, baseVersion: 1, headline: 'A storm is' }),
    discardAutosave: async () => ({ id: (await articleIn('draft')).id }),
    createPreviewLink: async () => ({ articleId: (await articleIn('draft')).id }),
    revokePreviewLink: async () => ({
      id: (await given.previewLink(await articleIn('draft'), { createdById: admin.uuid })).id,
    }),
    revokePreviewLinks: async () => ({ userId: await account(database) }),
    bulkUpdateArticles: async () => ({ items: [await article('draft')()], addTopicIds: [(await given.topic()).id] }),
    createTopic: async () => ({ name: `Storms ${randomUUID()}`, kind: 'SUBJECT' }),
    updateTopic: topic,
    deleteTopic: topic,
    createRedirect: async () => ({ path: `/2016/${randomUUID()}`, location: '/about' }),
    updateSiteSettings: async () => ({ version: await given.siteVersion(), name: randomUUID() }),
    deleteRedirect: async () => ({ id: (await given.redirect()).id }),
    createWebhook: async () => ({ url: 'https://site.example/hook', events: ['ARTICLE_PUBLISHED'] }),
    updateWebhook: async () => ({ id: (await given.webhook()).id }),
    rotateWebhookSecret: async () => ({ id: (await given.webhook()).id }),
    testWebhook: async () => ({ id: (await given.webhook()).id }),
    replayWebhookDeliveries: async () => ({ webhookId: (await given.webhook()).id, state: 'DEAD' }),
    deleteWebhook: async () => ({ id: (await given.webhook()).id }),
    mergeTopics: async () => ({ fromId: (await given.topic()).id, intoId: (await given.topic()).id }),
    createAuthor: async () => ({ name: 'Noa Levi' }),
    updateAuthor: author,
    deleteAuthor: author,
    addCaption: async () => {
      const [{ id }, { imageId }] = [await articleIn('draft'), { imageId: (await given.image()).id }]
      return { articleId: id, version: 1, imageId }
    },
    updateCaption: async () => ({ id: (await captioned()).captionId, version: 1 }),
    removeCaption: async () => ({ id: (await captioned()).captionId, version: 1 }),
    reorderCaptions: async () => {
      const { articleId, captionId } = await captioned()
      return { articleId, version: 1, captionIds: [captionId] }
    },
    createFront: async () => ({ slug: `front-${randomUUID()}`, locale: 'en', name: 'Home', slots: [await slot()] }),
    updateFront: async () => ({ ...(await front()), slots: [await slot()] }),
    publishFront: () => front(),
    scheduleFront: async () => ({ ...(await front()), publishAt: '2098-01-01T00:00:00Z' }),
    unscheduleFront: () => front({ scheduledFor: '2098-01-01T00:00:00Z' }),
    withdrawFront: () => front({ isLive: true }),
    restoreFrontRevision: async () => ({ ...(await front()), number: 1 }),
    deleteFront: () => front(),
    uploadImage: async () => ({}),
    importImage: async () => ({ url: imageUrl }),
    updateImage: async () => ({ ...(await image()), withheld: true }),
    deleteImage: image,
    createUser: async () => ({ name: 'Dan', email: `${crypto.randomUUID()}@daily.example`, role: 'REPORTER' }),
    updateUser: async () => ({ id: await account(database) }),
    createAccessToken: async () => ({ userId: await account(database), name: 'A script', role: 'REPORTER' }),
    revokeAccessToken: async () => ({ id: await accessToken(database) }),
  }
}

/** Examples of each input type that stands inside of another one. */
export async function partsIn(database: Database): Promise<Parts> {
  const [image, article] = [
    await givenIn(database).image(),
    await givenIn(database).article({ slug: `part-${randomUUID()}` }),
  ]
  return {
    AiUseInput: [{ kind: 'ASSISTED' }],
    CreditInput: [{}],
    ArticleTopicInput: [{}],
    CaptionInput: [{ key: 'a', imageId: image.id }],
    ParagraphInput: [{ html: 'x' }],
    HeadingInput: [{ level: 2, text: 'x' }],
    ImageBlockInput: [{ captionKey: 'a' }],
    QuoteInput: [{ text: 'x' }],
    ListInput: [{ nestedItems: null }, { items: null }],
    ListItemInput: [{ html: 'x' }],
    EmbedInput: [{ url: 'https://video.example/1' }],
    TableInput: [{ rows: [['x']] }],
    DividerInput: [{}],
    PublisherInput: [{}],
    SitePoliciesInput: [{}],
    FrontSlotInput: [{ name: 'top', size: 'SMALL' }],
    FrontPinInput: [{ articleId: article.id }],
    FrontFillInput: [{ count: 1 }],
    FactBoxInput: [{ content: [{ paragraph: { html: 'x' } }] }],
    AuthorLinkInput: [{ label: 'x', url: 'https://daily.example/noa' }],
    AuthorTranslationInput: [{ locale: 'he', name: 'x' }],
    TopicTranslationInput: [{ locale: 'he', name: 'x' }],
  }
}

async function captionedArticle(database: Database, given: Givens) {
  const article = await given.article({
    slug: `captioned-${crypto.randomUUID()}`,
    status: 'DRAFT',
    captions: [{ image: await given.image() }],
  })
  const caption = await database.prisma.caption.findFirstOrThrow({ where: { revision: { articleId: article.uuid } } })
  return { articleId: article.id, captionId: `caption_${caption.id}` }
}

async function account({ prisma }: Database): Promise<string> {
  const { id } = await prisma.user.create({ data: { name: 'Dan', role: 'REPORTER' } })
  return `user_${id}`
}

async function accessToken({ prisma }: Database): Promise<string> {
  const { id } = await prisma.accessToken.create({
    data: {
      name: 'A script',
      role: 'REPORTER',
      ...traceOf(newAccessToken()),
      user: { create: { name: 'Dan', role: 'REPORTER' } },
    },
  })
  return `accesstoken_${id}`
}
