import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const LISTS = `query Lists($topic: String!, $author: String!, $other: ID!, $after: String!, $ofTopic: String!) {
  front: articles(first: 20) { edges { cursor node { id } } totalCount }
  inLocale: articles(first: 20, where: { locale: { equals: "en" } }) { edges { cursor node { id } } }
  after: articles(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage } }
  topic(slug: $topic) { articleCount articles(first: 20) { edges { cursor node { id } } } after: articles(first: 2, after: $ofTopic) { nodes { id } } }
  author(slug: $author) { articles(first: 20) { edges { cursor node { id } } } }
  article(id: $other) { relatedArticles(first: 5) { edges { score node { id } } } }
  search(query: "harbour", first: 20) { edges { rank cursor node { id } } }
}`

interface Edges {
  edges: { cursor: string; node: { id: string } }[]
}

/** Articles of other years with one topic and one author; the third is from 2016. */
async function archive() {
  const [topic, author] = [await given.topic(), await given.author()]
  const text = { topics: [topic], credits: [{ author }] }
  const years = ['2021', '2018', '2016', '2012', '2009']
  const articles = []
  for (const year of years) {
    const publishedAt = `${year}-03-12T09:00:00Z`
    articles.push(
      await given.article({ ...text, headline: `The harbour in ${year}`, body: ['The bride.'], publishedAt }),
    )
  }
  const [, , old, other] = articles
  if (!old || !other) throw new Error('no articles')
  return { topic, author, text, old, other }
}

async function listsOf({ topic, author, other }: Awaited<ReturnType<typeof archive>>) {
  const of = { topic: topic.slug, author: author.slug, other: other.id }
  const { front } = await api.query<{ front: Edges }>('{ front: articles(first: 2) { edges { cursor node { id } } } }')
  const document =
    'query ($slug: String!) { topic(slug: $slug) { articles(first: 2) { edges { cursor node { id } } } } }'
  const { topic: first } = await api.query<{ topic: { articles: Edges } }>(document, { slug: topic.slug })
  const cursors = { after: front.edges[1]?.cursor ?? '', ofTopic: first.articles.edges[1]?.cursor ?? '' }
  return { cursors, read: () => api.query<{ front: Edges }>(LISTS, { ...of, ...cursors }) }
}

describe('A typo of an old article that is fixed and published', () => {
  it('leaves every list as it was: front, topic, author, related, search and cursors', async () => {
    const articles = await archive()
    const { read } = await listsOf(articles)
    const before = await read()
    await given.revision(articles.old, { ...articles.text, headline: 'The harbour in 2016', body: ['The bridge.'] })

    const live = await acted(editor, 'publishArticle', articles.old)

    expect(live.contentModifiedAt).toBe(live.updatedAt)
    expect(await read()).toEqual(before)
  })

  it('moves to the top of them with redate', async () => {
    const articles = await archive()
    const { read } = await listsOf(articles)
    await given.revision(articles.old, { ...articles.text, headline: 'The harbour in 2016' })

    await acted(editor, 'publishArticle', articles.old, { redate: true })

    const lists = await read()
    expect(idsOf(lists.front)[0]).toBe(articles.old.id)
    expect(lists).toMatchObject({
      topic: { articles: { edges: { 0: { node: { id: articles.old.id } } } } },
      author: { articles: { edges: { 0: { node: { id: articles.old.id } } } } },
    })
  })
})

function idsOf({ edges }: Edges): string[] {
  return edges.map(({ node }) => node.id)
}
