import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Client } from './client.ts'

// What clients read about live articles, compared with the same counted from the revisions.

export interface LiveArticle {
  id: string
  locale: string
  topics: string[]
  authors: string[]
}

/** The live articles according to their revisions, without the derived tables. */
export async function liveArticles({ prisma }: Database): Promise<LiveArticle[]> {
  const rows = await prisma.article.findMany({
    where: { liveRevisionId: { not: null } },
    include: { liveRevision: { include: { topics: true, credits: true } } },
  })
  return rows.map(({ id, locale, liveRevision }) => ({
    id,
    locale,
    topics: liveRevision?.topics.map(({ topicId }) => topicId) ?? [],
    authors: [...new Set(liveRevision?.credits.flatMap(({ authorId }) => authorId ?? []) ?? [])],
  }))
}

const carrying = (articles: LiveArticle[], ...topics: string[]) =>
  articles.filter((article) => topics.every((topic) => article.topics.includes(topic))).length

/** The least power of two that is not below a number. */
function sizeOf(articles: number): number {
  let size = 1
  while (size < articles) size *= 2
  return size
}

/** n(a,b) / sqrt(n(a) size(b)) */
function closeness(articles: LiveArticle[], a: string, b: string): number {
  const together = carrying(articles, a, b)
  return together === 0 ? 0 : together / Math.sqrt(carrying(articles, a) * sizeOf(carrying(articles, b)))
}

export interface Related {
  slug?: string
  id: string
  relatedTopics: { edges: { score: number; node: { id: string } }[]; totalCount: number }
}

/** To select on a topic or an article */
export const RELATED = 'relatedTopics(first: 100) { edges { score node { id } } totalCount }'

const round = (score: number) => Math.round(score * 1e6) / 1e6
export const uuid = (id: string) => id.replace(/^\w+?_/, '')

/** The list as its description promises: curated in their order with 1, then the mean closeness over `own`, none of them in it. */
async function expectedRelated(
  { prisma }: Database,
  articles: LiveArticle[],
  own: string[],
): Promise<{ curated: string[]; scored: Map<string, number> }> {
  const relations = await prisma.topicRelation.findMany({
    where: { topicId: { in: own }, relatedId: { notIn: own } },
    orderBy: [{ position: 'asc' }],
  })
  const curated = [...new Set(relations.map(({ relatedId }) => relatedId))]
  const all = (await prisma.topic.findMany()).map(({ id }) => id)
  const scored = new Map<string, number>()
  for (const other of all) {
    if (own.includes(other) || curated.includes(other)) continue
    const score = own.reduce((sum, topic) => sum + closeness(articles, topic, other), 0) / own.length
    if (score > 0) scored.set(other, round(score))
  }
  return { curated, scored }
}

/** @param own the topic's id, or those of the article's topics */
export async function expectRelated(
  database: Database,
  { relatedTopics }: Related,
  articles: LiveArticle[],
  own: string[],
): Promise<void> {
  const { curated, scored } = await expectedRelated(database, articles, own)
  const given = relatedTopics.edges.map(({ score, node }) => ({ id: uuid(node.id), score }))

  expect(relatedTopics.totalCount).toBe(curated.length + scored.size)
  expect(given.slice(0, curated.length).map(({ score }) => score)).toEqual(curated.map(() => 1))
  expect(
    given
      .slice(0, curated.length)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(curated.toSorted())
  const rest = given.slice(curated.length)
  expect(rest.map(({ score }) => score)).toEqual([...scored.values()].toSorted((a, b) => b - a))
  for (const { id, score } of rest) expect(score).toBeCloseTo(scored.get(id) ?? -1, 5)
}

/** Everything that is counted, as clients see it, against the count. */
export async function expectCounts(database: Database, api: Client): Promise<void> {
  const articles = await liveArticles(database)
  const data = await api.query<{
    articles: { totalCount: number }
    topics: { nodes: { id: string; articleCount: number; articles: { totalCount: number } }[] }
    authors: { nodes: { id: string; articleCount: number; articles: { totalCount: number } }[] }
  }>(
    '{ articles { totalCount } topics(first: 100) { nodes { id articleCount articles { totalCount } } } authors(first: 100) { nodes { id articleCount articles { totalCount } } } }',
  )
  expect(data.articles.totalCount).toBe(articles.length)
  for (const { id, articleCount, articles: list } of data.topics.nodes)
    expect([articleCount, list.totalCount], id).toEqual(Array(2).fill(carrying(articles, uuid(id))))
  for (const { id, articleCount, articles: list } of data.authors.nodes) {
    expect([articleCount, list.totalCount], id).toEqual(
      Array(2).fill(articles.filter(({ authors }) => authors.includes(uuid(id))).length),
    )
  }
}
