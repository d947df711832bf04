import { createHash, randomUUID } from 'node:crypto'
import type { AiUse } from '../../src/content/ai-use.ts'
import type { Block } from '../../src/content/blocks/blocks.ts'
import { parseBody, plainText } from '../../src/content/body.ts'
import { type Texts, textNamed, textsOf } from '../../src/content/texts.ts'
import { wordCount } from '../../src/content/word-count.ts'
import type { Database } from '../../src/database/database.ts'
import { newReaderToken, readerTokenHash } from '../../src/follow/reader-token.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { previewTokenHash } from '../../src/stage/preview-token.ts'

/** A thing in the database: `id` as the API names it, `uuid` as the tables do. */
export interface Given {
  id: string
  uuid: string
  slug: string
}

/** One without a page. */
interface Thing {
  id: string
  uuid: string
}

interface GivenReader extends Partial<Omit<Prisma.ReaderUncheckedCreateInput, 'follows' | 'tokens'>> {
  follows?: Given[]
  isConfirmed?: boolean
}

interface Named extends Given {
  name: string
}

export interface Text extends Partial<Texts> {
  aiUse?: AiUse
  /** Paragraphs of plain text, or whole blocks */
  body?: (string | Block)[]
  credits?: { author?: Named; name?: string; role?: Prisma.CreditCreateManyInput['role'] }[]
  /** ABOUT each, unless said otherwise */
  topics?: (Given | { topic: Given; rel: 'ABOUT' | 'MENTIONS' })[]
  captions?: (Omit<Prisma.CaptionCreateManyInput, 'revisionId' | 'imageId' | 'position'> & {
    image: { uuid: string }
  })[]
}

export interface ArticleOptions extends Text {
  slug?: string
  locale?: string
  /** PUBLISHED unless said otherwise */
  status?: 'DRAFT' | 'SCHEDULED' | 'PUBLISHED' | 'WITHDRAWN' | 'TRASHED'
  publishedAt?: string
  firstPublishedAt?: string
  updatedAt?: string
  translationOf?: { uuid: string }
  corrections?: Omit<Prisma.CorrectionCreateManyInput, 'articleId'>[]
  pins?: Given[]
  exclusions?: Given[]
}

export interface FrontOptions {
  slug?: string
  locale?: string
  name?: string
  /** Otherwise a draft */
  isLive?: boolean
  scheduledFor?: string
  /** In its one slot, named "top" */
  pinned?: { uuid: string }[]
}

/** A secret of webhooks, of these words. */
export const secretOf = (words: string): string => `whsec_${Buffer.from(words).toString('base64')}`

/** Of all webhooks that are given. */
export const SECRET = secretOf('the secret of the webhooks of the tests')

const LONG_AGO = '2020-01-01T00:00:00.000Z'
const LATER = '2099-01-01T00:00:00.000Z'

/**
 * Valid rows for tests, each with what the test does not name made up. A test states only what it is about.
 *
 * const given = givenIn(database)
 * const { slug } = await given.article({ headline: 'A bridge' })
 */
export function givenIn(database: Database) {
  const { prisma } = database
  let counter = 0

  function fresh(kind: string): { uuid: string; slug: string; id: string } {
    counter += 1
    const uuid = randomUUID()
    return { uuid, id: `${kind}_${uuid}`, slug: `${kind}-${counter}` }
  }

  async function topic(
    options: Partial<Prisma.TopicUncheckedCreateInput> & { parent?: Given; related?: Given[] } = {},
  ) {
    const { parent, related = [], ...data } = options
    const { uuid, slug, id } = fresh('topic')
    const row = await prisma.topic.create({
      data: { id: uuid, slug, name: `Topic ${slug}`, parentId: parent?.uuid ?? null, ...data },
    })
    await prisma.topicRelation.createMany({
      data: related.map((other, position) => ({ topicId: row.id, relatedId: other.uuid, position })),
    })
    return { id, uuid, slug: row.slug, name: row.name }
  }

  async function author(data: Partial<Prisma.AuthorUncheckedCreateInput> = {}) {
    const { uuid, slug, id } = fresh('author')
    const row = await prisma.author.create({ data: { id: uuid, slug, name: `Author ${slug}`, ...data } })
    return { id, uuid, slug: row.slug, name: row.name }
  }

  async function image(data: Partial<Prisma.ImageUncheckedCreateInput> = {}) {
    const { uuid, slug, id } = fresh('image')
    const checksum = createHash('sha256').update(uuid).digest('hex')
    const file = {
      file: `${slug}-${uuid}.png`,
      mimeType: 'image/png',
      width: 800,
      height: 600,
      sizeBytes: 1000,
      checksum,
    }
    await prisma.image.create({ data: { id: uuid, ...file, ...data } })
    return { id, uuid, slug }
  }

  async function article(options: ArticleOptions = {}) {
    const { uuid, slug: made, id } = fresh('article')
    const slug = options.slug ?? made
    const revisionId = await database.transaction(async (tx) => {
      const written = await write(tx, uuid, 1, slug, options)
      await tx.article.create({ data: articleRow(uuid, slug, written, options) })
      await tx.correction.createMany({ data: (options.corrections ?? []).map((one) => ({ articleId: uuid, ...one })) })
      await tx.articlePin.createMany({
        data: (options.pins ?? []).map((to, position) => ({ articleId: uuid, relatedId: to.uuid, position })),
      })
      await tx.articleExclusion.createMany({
        data: (options.exclusions ?? []).map((to) => ({ articleId: uuid, relatedId: to.uuid })),
      })
      return written
    })
    return { id, uuid, slug, revisionId }
  }

  /** A further revision, which is not live. Without `text` it says no more than its headline. */
  async function revision(of: Given, text: Text = {}): Promise<string> {
    return database.transaction(async (tx) => {
      const number = 1 + (await tx.revision.count({ where: { articleId: of.uuid } }))
      const written = await write(tx, of.uuid, number, of.slug, text)
      await tx.article.update({ where: { id: of.uuid }, data: { latestRevisionId: written } })
      return written
    })
  }

  /** Makes a revision the live one. */
  async function live(of: Given, revisionId: string, publishedAt = LONG_AGO): Promise<void> {
    await prisma.article.update({
      where: { id: of.uuid },
      data: {
        status: 'PUBLISHED',
        liveRevisionId: revisionId,
        publishedAt,
        firstPublishedAt: LONG_AGO,
        liveUpdatedAt: publishedAt,
        trashedAt: null,
      },
    })
  }

  async function withdrawn(of: Given, at = LATER): Promise<void> {
    await prisma.article.update({
      where: { id: of.uuid },
      data: { status: 'WITHDRAWN', liveRevisionId: null, withdrawnAt: at },
    })
  }

  async function trashed(of: Given, at = LATER): Promise<void> {
    await prisma.article.update({
      where: { id: of.uuid },
      data: { status: 'TRASHED', liveRevisionId: null, trashedAt: at },
    })
  }

  /** An account that may show what it likes. */
  async function editor(): Promise<string> {
    const { id } = await prisma.user.create({ data: { name: 'Somebody of the desk', role: 'EDITOR' } })
    return id
  }

  /** A link that opens the article, to its latest revision unless it is pinned to one. */
  async function previewLink(
    of: { uuid: string },
    data: Partial<Prisma.PreviewLinkUncheckedCreateInput> = {},
  ): Promise<{ id: string; uuid: string; token: string }> {
    const { uuid, id } = fresh('previewlink')
    const createdById = data.createdById === undefined ? await editor() : data.createdById
    const token = randomUUID()
    await prisma.previewLink.create({
      data: { id: uuid, articleId: of.uuid, hash: previewTokenHash(token), expiresAt: LATER, ...data, createdById },
    })
    return { id, uuid, token }
  }

  async function redirect(
    data: Partial<Prisma.RedirectUncheckedCreateInput> = {},
  ): Promise<{ id: string; uuid: string; path: string }> {
    const { uuid, id } = fresh('siteredirect')
    const leads = data.articleId ?? data.topicId ?? data.authorId ?? data.target ?? data.goneAt ?? null
    const target = leads === null ? '/about' : null
    const { path } = await prisma.redirect.create({
      data: { id: uuid, path: `/old/${uuid}`, source: 'desk', ...(target && { target, targetPath: target }), ...data },
    })
    return { id, uuid, path }
  }

  /** A webhook that receives publications, at an address that nobody answers. */
  async function webhook(data: Partial<Prisma.WebhookUncheckedCreateInput> = {}): Promise<Thing> {
    const { uuid, id } = fresh('webhook')
    const url = data.url ?? 'https://receiver.example/hook'
    const events = ['ARTICLE_PUBLISHED']
    await prisma.webhook.create({
      data: { id: uuid, url, host: new URL(String(url)).host, events, secret: SECRET, ...data },
    })
    return { id, uuid }
  }

  /** Pending, due now, of a subject of its own. */
  async function delivery(
    { uuid: webhookId }: { uuid: string },
    data: Partial<Prisma.WebhookDeliveryUncheckedCreateInput> = {},
  ): Promise<Thing> {
    const { uuid, id } = fresh('webhookdelivery')
    const isPending = data.state === undefined || data.state === 'PENDING'
    await prisma.webhookDelivery.create({
      data: {
        ...{ id: uuid, webhookId, messageId: `evt_${uuid}`, event: 'ARTICLE_PUBLISHED', subjectId: `article_${uuid}` },
        ...{ body: '{}', position: counter, nextAttemptAt: isPending ? new Date() : null },
        ...data,
      },
    })
    return { id, uuid }
  }

  /** A front with one revision. */
  async function front(options: FrontOptions = {}): Promise<Given> {
    const { uuid, slug: made, id } = fresh('front')
    const {
      slug = made,
      locale = 'en',
      name = `Front ${slug}`,
      isLive = false,
      scheduledFor = null,
      pinned = [],
    } = options
    const [revisionId, slotId] = [randomUUID(), randomUUID()]
    const dates = isLive ? { liveRevisionId: revisionId, publishedAt: LONG_AGO, firstPublishedAt: LONG_AGO } : {}
    const schedule = scheduledFor === null ? {} : { scheduledFor, scheduledRevisionId: revisionId }
    await database.transaction(async (tx) => {
      await tx.frontRevision.create({ data: { id: revisionId, frontId: uuid, number: 1, name } })
      await tx.frontSlot.create({ data: { id: slotId, revisionId, position: 0, name: 'top', size: 'LARGE' } })
      await tx.frontPin.createMany({ data: pinned.map((to, position) => ({ slotId, position, articleId: to.uuid })) })
      await tx.front.create({ data: { id: uuid, slug, locale, latestRevisionId: revisionId, ...dates, ...schedule } })
    })
    return { id, uuid, slug }
  }

  async function siteVersion(): Promise<number> {
    return (await prisma.site.findFirstOrThrow()).version
  }

  /** Somebody who follows these, or who is asked whether to; with the token of a working link of each kind. */
  async function reader({ follows = [], isConfirmed = true, ...data }: GivenReader = {}) {
    const { uuid, slug } = fresh('reader')
    const email = data.email ?? `${slug}-${uuid.slice(0, 8)}@reader.example`
    const settings = { frequency: 'INSTANT', locale: 'en', timeZone: 'UTC' } as const
    const status = isConfirmed ? ({ status: 'CONFIRMED', confirmedAt: new Date() } as const) : {}
    await prisma.reader.create({ data: { id: uuid, ...settings, ...status, ...data, email } })
    const tokens = { CONFIRM: newReaderToken(), MANAGE: newReaderToken(), UNSUBSCRIBE: newReaderToken() }
    const expiresAt = new Date(Date.now() + 86_400_000)
    await prisma.readerToken.createMany({
      data: [
        { hash: readerTokenHash(tokens.CONFIRM), readerId: uuid, purpose: 'CONFIRM', expiresAt, ...settings },
        { hash: readerTokenHash(tokens.MANAGE), readerId: uuid, purpose: 'MANAGE', expiresAt },
        { hash: readerTokenHash(tokens.UNSUBSCRIBE), readerId: uuid, purpose: 'UNSUBSCRIBE', expiresAt },
      ],
    })
    const rows = follows.map((one) => ({
      id: randomUUID(),
      ...(one.id.startsWith('topic_') ? { topicId: one.uuid } : { authorId: one.uuid }),
    }))
    const tokenHash = readerTokenHash(tokens.CONFIRM)
    if (isConfirmed) await prisma.readerFollow.createMany({ data: rows.map((row) => ({ ...row, readerId: uuid })) })
    else await prisma.pendingFollow.createMany({ data: rows.map((row) => ({ ...row, tokenHash })) })
    return { uuid, email, tokens }
  }

  return {
    ...{
      topic,
      author,
      image,
      article,
      revision,
      live,
      withdrawn,
      trashed,
      previewLink,
      redirect,
      webhook,
      delivery,
      front,
    },
    ...{ siteVersion, reader },
  }
}

export type Givens = ReturnType<typeof givenIn>

function articleRow(
  id: string,
  slug: string,
  revisionId: string,
  options: ArticleOptions,
): Prisma.ArticleUncheckedCreateInput {
  const { status = 'PUBLISHED', locale = 'en' } = options
  const publishedAt = options.publishedAt ?? options.firstPublishedAt ?? LONG_AGO
  const wasLive = status === 'PUBLISHED' || status === 'WITHDRAWN'
  return {
    id,
    slug,
    locale,
    status,
    latestRevisionId: revisionId,
    liveRevisionId: status === 'PUBLISHED' ? revisionId : null,
    publishedAt: wasLive ? publishedAt : null,
    firstPublishedAt: wasLive ? (options.firstPublishedAt ?? publishedAt) : null,
    liveUpdatedAt: wasLive ? (options.updatedAt ?? publishedAt) : null,
    scheduledFor: status === 'SCHEDULED' ? LATER : null,
    scheduledRevisionId: status === 'SCHEDULED' ? revisionId : null,
    withdrawnAt: status === 'WITHDRAWN' ? LATER : null,
    trashedAt: status === 'TRASHED' ? LATER : null,
    translationGroupId: options.translationOf?.uuid ?? id,
  }
}

/** A revision with everything that belongs to it: written before a pointer refers to it, because a live revision accepts no additions. */
async function write(
  tx: Prisma.TransactionClient,
  articleId: string,
  number: number,
  slug: string,
  text: Text,
): Promise<string> {
  const id = randomUUID()
  const body = parseBody(
    (text.body ?? []).map((one) => (typeof one === 'string' ? { type: 'paragraph', html: one } : one)),
  )
  const plain = plainText(body)
  await tx.revision.create({
    data: {
      id,
      articleId,
      number,
      ...textsOf((name) => text[name] ?? textNamed(name).empty),
      headline: text.headline ?? `Headline of ${slug}`,
      ...(text.aiUse && { aiUse: text.aiUse.kind, aiNote: text.aiUse.note }),
      body,
      plainText: plain,
      wordCount: wordCount(plain, 'en'),
    },
  })
  await tx.credit.createMany({
    data: (text.credits ?? []).map(({ author, name, role = 'WRITER' }, position) => ({
      revisionId: id,
      position,
      role,
      authorId: author?.uuid ?? null,
      name: name ?? author?.name ?? 'Somebody',
    })),
  })
  await tx.caption.createMany({
    data: (text.captions ?? []).map(({ image, ...caption }, position) => ({
      revisionId: id,
      imageId: image.uuid,
      position,
      ...caption,
    })),
  })
  await tx.revisionTopic.createMany({
    data: (text.topics ?? []).map((one, position) => ({
      revisionId: id,
      position,
      ...('topic' in one ? { topicId: one.topic.uuid, rel: one.rel } : { topicId: one.uuid }),
    })),
  })
  return id
}
