import { createHash, randomUUID } from 'node:crypto'
import type { Block } from '../../src/content/blocks/blocks.ts'
import { parseBody, plainText } from '../../src/content/body.ts'
import { type Texts, textNamed, textsOf } from '../../src/content/texts.ts'
import { wordCount } from '../../src/content/word-count.ts'
import type { Database } from '../../src/database/database.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { previewTokenHash } from '../../src/stage/preview-token.ts'

/** A thing in the database: `id` as the API names it, `uuid` as the tables do. */
export interface Given {
  id: string
  uuid: string
  slug: string
}

interface Named extends Given {
  name: string
}

export interface Text extends Partial<Texts> {
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

  return { topic, author, image, article, revision, live, withdrawn, trashed, previewLink }
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
