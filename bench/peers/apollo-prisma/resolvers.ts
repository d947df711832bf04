import type { Article, Author, Caption, Correction, Credit, PrismaClient, Topic } from './generated/client.ts'
import type { Loaders } from './loaders.ts'

export interface Context {
  prisma: PrismaClient
  load: Loaders
}

interface Slug {
  slug: string
}

interface First {
  first: number
}

const isLive = { liveRevisionId: { not: null } }

function revisionOf({ liveRevisionId }: Article, { load }: Context) {
  return load.revision.load(liveRevisionId ?? '')
}

function present<Value>(values: readonly (Value | null)[]): Value[] {
  return values.filter((value) => value !== null)
}

/** Those whose image may be shown. */
async function captionsOf({ liveRevisionId }: Article, { load }: Context) {
  const captions = await load.captionsOfRevision.load(liveRevisionId ?? '')
  const images = await Promise.all(captions.map(({ imageId }) => load.image.load(imageId)))
  return captions.filter((_caption, index) => images[index] !== null)
}

async function leadImageOf({ liveRevisionId }: Article, { load }: Context) {
  const captions = await load.captionsOfRevision.load(liveRevisionId ?? '')
  const lead = captions.find(({ role }) => role === 'LEAD')
  return lead && (await load.image.load(lead.imageId)) ? lead : null
}

export const resolvers = {
  Query: {
    article: (_root: unknown, { slug }: Slug, { prisma }: Context) =>
      prisma.article.findFirst({ where: { slug, ...isLive } }),
    articles: (_root: unknown, { first }: First, { prisma }: Context) =>
      prisma.article.findMany({ where: isLive, orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }], take: first }),
    topic: (_root: unknown, { slug }: Slug, { prisma }: Context) => prisma.topic.findUnique({ where: { slug } }),
  },
  Article: {
    kicker: async (article: Article, _args: unknown, context: Context) => (await revisionOf(article, context))?.kicker,
    headline: async (article: Article, _args: unknown, context: Context) =>
      (await revisionOf(article, context))?.headline,
    standfirst: async (article: Article, _args: unknown, context: Context) =>
      (await revisionOf(article, context))?.standfirst,
    wordCount: async (article: Article, _args: unknown, context: Context) =>
      (await revisionOf(article, context))?.wordCount,
    bodyText: async ({ liveRevisionId }: Article, _args: unknown, { load }: Context) =>
      (await load.text.load(liveRevisionId ?? ''))?.plainText,
    publishedAt: ({ publishedAt }: Article) => publishedAt?.toISOString(),
    firstPublishedAt: ({ firstPublishedAt }: Article) => firstPublishedAt?.toISOString(),
    updatedAt: ({ liveUpdatedAt }: Article) => liveUpdatedAt?.toISOString(),
    credits: ({ liveRevisionId }: Article, _args: unknown, { load }: Context) =>
      load.creditsOfRevision.load(liveRevisionId ?? ''),
    captions: (article: Article, _args: unknown, context: Context) => captionsOf(article, context),
    leadImage: (article: Article, _args: unknown, context: Context) => leadImageOf(article, context),
    topics: async ({ liveRevisionId }: Article, _args: unknown, { load }: Context) => {
      const links = await load.topicsOfRevision.load(liveRevisionId ?? '')
      return present(await Promise.all(links.map(({ topicId }) => load.topic.load(topicId))))
    },
    corrections: ({ id }: Article, _args: unknown, { load }: Context) => load.correctionsOfArticle.load(id),
  },
  Credit: {
    author: ({ authorId }: Credit, _args: unknown, { load }: Context) => authorId && load.author.load(authorId),
  },
  Author: {
    image: ({ imageId }: Author, _args: unknown, { load }: Context) => imageId && load.image.load(imageId),
  },
  // A caption's own text comes before the image's.
  Caption: {
    text: async ({ text, imageId }: Caption, _args: unknown, { load }: Context) =>
      text || (await load.image.load(imageId))?.description || null,
    altText: async ({ altText, imageId }: Caption, _args: unknown, { load }: Context) =>
      altText || (await load.image.load(imageId))?.altText || null,
    credit: async ({ credit, imageId }: Caption, _args: unknown, { load }: Context) =>
      credit || (await load.image.load(imageId))?.credit || null,
    image: ({ imageId }: Caption, _args: unknown, { load }: Context) => load.image.load(imageId),
  },
  Topic: {
    parent: ({ parentId }: Topic, _args: unknown, { load }: Context) => parentId && load.topic.load(parentId),
    children: async ({ id }: Topic, _args: unknown, { load }: Context) =>
      (await load.childrenOfTopic.load(id)).slice(0, 50),
    articles: async ({ id }: Topic, { first }: First, { prisma, load }: Context) => {
      const rows = await prisma.liveTopic.findMany({
        where: { topicId: id },
        orderBy: [{ publishedAt: 'desc' }, { articleId: 'desc' }],
        take: first,
        select: { articleId: true },
      })
      return present(await Promise.all(rows.map(({ articleId }) => load.article.load(articleId))))
    },
  },
  Correction: {
    publishedAt: ({ publishedAt }: Correction) => publishedAt.toISOString(),
  },
}
