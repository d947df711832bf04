import DataLoader from 'dataloader'
import type { PrismaClient } from './generated/client.ts'

/** Of one request: each reads all rows of a kind that are needed at once. */
export function loadersOf(prisma: PrismaClient) {
  const usable = () => ({
    withheldAt: null,
    OR: [{ rightsExpireAt: null }, { rightsExpireAt: { gt: new Date() } }],
  })
  return {
    article: oneEach((ids) => prisma.article.findMany({ where: { id: { in: ids }, liveRevisionId: { not: null } } })),
    revision: oneEach((ids) => prisma.revision.findMany({ where: { id: { in: ids } }, omit: { plainText: true } })),
    text: oneEach((ids) =>
      prisma.revision.findMany({ where: { id: { in: ids } }, select: { id: true, plainText: true } }),
    ),
    topic: oneEach((ids) => prisma.topic.findMany({ where: { id: { in: ids } } })),
    author: oneEach((ids) => prisma.author.findMany({ where: { id: { in: ids } } })),
    image: oneEach((ids) => prisma.image.findMany({ where: { id: { in: ids }, ...usable() } })),
    creditsOfRevision: manyEach(
      (ids) => prisma.credit.findMany({ where: { revisionId: { in: ids } }, orderBy: { position: 'asc' } }),
      ({ revisionId }) => revisionId,
    ),
    captionsOfRevision: manyEach(
      (ids) => prisma.caption.findMany({ where: { revisionId: { in: ids } }, orderBy: { position: 'asc' } }),
      ({ revisionId }) => revisionId,
    ),
    topicsOfRevision: manyEach(
      (ids) => prisma.revisionTopic.findMany({ where: { revisionId: { in: ids } }, orderBy: { position: 'asc' } }),
      ({ revisionId }) => revisionId,
    ),
    correctionsOfArticle: manyEach(
      (ids) =>
        prisma.correction.findMany({
          where: { articleId: { in: ids }, removedAt: null },
          orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
        }),
      ({ articleId }) => articleId,
    ),
    childrenOfTopic: manyEach(
      (ids) => prisma.topic.findMany({ where: { parentId: { in: ids } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
      ({ parentId }) => parentId ?? '',
    ),
  }
}

export type Loaders = ReturnType<typeof loadersOf>

function oneEach<Row extends { id: string }>(read: (ids: string[]) => Promise<Row[]>) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const rows = new Map((await read([...ids])).map((row) => [row.id, row]))
    return ids.map((id) => rows.get(id) ?? null)
  })
}

function manyEach<Row>(read: (ids: string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const rows = Map.groupBy(await read([...ids]), keyOf)
    return ids.map((id) => rows.get(id) ?? [])
  })
}
