import { describe, expect, it } from 'vitest'
import { create, created, faultsOf, type Input, type SavePayload, update, updated, uuidOf } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { CREATE, DELETE, MERGE, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const BULK = `mutation ($input: BulkUpdateArticlesInput!) { bulkUpdateArticles(input: $input) {
  results { article { topics { topic { id } } } userErrors { code path message } } userErrors { code path message } } }`

async function merge(from: Pick<Given, 'id'>, into: Pick<Given, 'id'>): Promise<void> {
  const { userErrors } = await editor.mutate(MERGE, { input: { fromId: from.id, intoId: into.id } })
  expect(userErrors).toEqual([])
}

/** A topic that was merged into another, which was merged into a third, which then was renamed. */
async function mergedTwice() {
  const [first, second, third] = [await given.topic(), await given.topic(), await given.topic()]
  await merge(first, second)
  await merge(second, third)
  const slug = `${third.slug}-renamed`
  await editor.mutate(UPDATE, { input: { id: third.id, version: 2, slug, name: `Now ${third.name}` } })
  return { first, second, third: { ...third, slug, oldSlug: third.slug, name: `Now ${third.name}` } }
}

const topicsOf = ({ article }: SavePayload) => article?.topics.map(({ rel, topic }) => `${rel} ${topic.slug}`)

describe('A form that was opened before its topics were merged', () => {
  it.each([
    ['the id', ({ first }) => ({ topicId: first.id })],
    ['the id of the one between', ({ second }) => ({ topicId: second.id })],
    ['the slug', ({ first }) => ({ slug: first.slug })],
    ['the slug that the topic had until it was renamed', ({ third }) => ({ slug: third.oldSlug })],
  ] satisfies [string, (of: Awaited<ReturnType<typeof mergedTwice>>) => Input][])(
    'saves with %s, on an article that is new and on one that is there',
    async (_name, named) => {
      const topics = await mergedTwice()
      const sent = { topics: [{ ...named(topics), rel: 'MENTIONS' }] }

      const one = await create(editor, { headline: 'קהיר', locale: 'he', ...sent })
      const other = await update(editor, await created(editor), sent)

      for (const payload of [one, other]) expect(topicsOf(payload)).toEqual([`MENTIONS ${topics.third.slug}`])
    },
  )

  it('saves what it shows without a new revision when nothing else changed', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const article = await created(editor, { topics: [{ topicId: from.id }] })
    await merge(from, into)

    expect(await updated(editor, article, { topics: [{ topicId: from.id }] })).toMatchObject({
      version: article.version,
    })
  })

  it('saves a topic that is in the list twice since the merge as one: the earlier place, the better word', async () => {
    const { first, second, third } = await mergedTwice()
    const other = await given.topic()

    const payload = await create(editor, {
      topics: [
        { topicId: first.id, rel: 'MENTIONS' },
        { topicId: other.id },
        { slug: second.slug, rel: 'ABOUT' },
        { topicId: third.id, rel: 'MENTIONS' },
      ],
    })

    expect(payload.userErrors).toEqual([])
    expect(topicsOf(payload)).toEqual([`ABOUT ${third.slug}`, `ABOUT ${other.slug}`])
  })

  it('is refused a topic that it names twice itself', async () => {
    const { first, third } = await mergedTwice()
    const twice = (...topics: Input[]) => expectNoChange(database, () => create(editor, { topics }))

    const faults = [
      await twice({ topicId: first.id }, { topicId: first.id }),
      await twice({ topicId: third.id }, { slug: third.slug }),
      await twice({ topicId: third.id }, { topicId: first.id }, { topicId: third.id }),
    ].map(faultsOf)

    expect(faults).toEqual([['DUPLICATE input.topics.1'], ['DUPLICATE input.topics.1'], ['DUPLICATE input.topics.2']])
  })

  it('is told that a topic is not there when what it became was deleted', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    await merge(from, into)
    await editor.mutate(DELETE, { input: { id: into.id, version: 2 } })

    const payload = await expectNoChange(database, () =>
      create(editor, { topics: [{ topicId: from.id }, { slug: from.slug }] }),
    )

    expect(faultsOf(payload)).toEqual(['NOT_FOUND input.topics.0.topicId', 'NOT_FOUND input.topics.1.slug'])
  })

  it('changes many articles by the topics that they became', async () => {
    const { first, second, third } = await mergedTwice()
    const [gone, stays] = [await given.topic(), await given.topic()]
    await merge(gone, stays)
    const article = await created(editor, { topics: [{ topicId: stays.id }] })
    const items = [{ id: article.id, version: article.version }]

    const { results, userErrors } = await editor.mutate(BULK, {
      input: { items, addTopicIds: [first.id, second.id], removeTopicIds: [gone.id] },
    })

    expect(userErrors).toEqual([])
    expect(results).toEqual([{ article: { topics: [{ topic: { id: third.id } }] }, userErrors: [] }])
  })

  it('cannot add and remove what has become one topic', async () => {
    const { first, second } = await mergedTwice()
    const article = await created(editor)
    const input = {
      items: [{ id: article.id, version: article.version }],
      addTopicIds: [first.id],
      removeTopicIds: [second.id],
    }

    const { userErrors } = await expectNoChange(database, () => editor.mutate(BULK, { input }))

    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'removeTopicIds', '0'] }])
  })

  it('puts topics below and beside what they became', async () => {
    const { first, second, third } = await mergedTwice()

    const { topic, userErrors } = await editor.mutate<Payload>(CREATE, {
      input: { name: 'Below', parentId: first.id, relatedTopicIds: [second.id, third.id] },
    })

    expect(userErrors).toEqual([])
    expect(topic).toMatchObject({ parent: { id: third.id }, curatedTopics: [{ id: third.id }] })
  })

  it('cannot put a topic below or beside itself by an id that it took over', async () => {
    const { first, third } = await mergedTwice()
    const input = { id: third.id, version: 3, parentId: first.id, relatedTopicIds: [first.id] }

    const { userErrors } = await expectNoChange(database, () => editor.mutate<Payload>(UPDATE, { input }))

    expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'INVALID input.parentId',
      'INVALID input.relatedTopicIds.0',
    ])
  })

  it.runIf(onPostgresql)('saves at the very moment of the merge', async () => {
    for (let round = 0; round < 3; round++) {
      const [from, into] = [await given.topic(), await given.topic()]
      const [, ...payloads] = await Promise.all([
        merge(from, into),
        create(editor, { topics: [{ topicId: from.id }] }),
        create(editor, { topics: [{ slug: from.slug }, { topicId: into.id }] }),
      ])
      for (const { article, userErrors } of payloads) {
        expect(userErrors).toEqual([])
        const id = uuidOf(article?.id ?? '')
        const topics = await database.prisma.revisionTopic.findMany({ where: { revision: { articleId: id } } })
        expect(topics.map(({ topicId }) => topicId)).toEqual([into.uuid])
      }
    }
  })
})

describe('A topic that was merged', () => {
  const page = async (named: string) => (await api.query(`{ topic(${named}) { id slug } }`)).topic

  it('is found by its id and by every slug it had', async () => {
    const { first, second, third } = await mergedTwice()
    const found = { id: third.id, slug: third.slug }

    for (const { id } of [first, second, third]) expect(await page(`id: "${id}"`)).toEqual(found)
    for (const slug of [first.slug, second.slug, third.oldSlug, third.slug])
      expect(await page(`slug: "${slug}"`)).toEqual(found)
    expect(await page('slug: "never-there"')).toBeNull()
  })

  it('is a node: the topic that it became, in the place that it was asked for', async () => {
    const { first, second, third } = await mergedTwice()
    const other = await given.author()
    const ids = [first.id, other.id, 'topic_nonsense', third.id, second.id, first.id]

    const { nodes, node } = await api.query(
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } }',
      {
        ids,
        id: first.id,
      },
    )

    const it = { id: third.id }
    expect(nodes).toEqual([it, { id: other.id }, null, it, it, it])
    expect(node).toEqual(it)
  })

  it('is what filters find by its id or old slug', async () => {
    const { first, second, third } = await mergedTwice()
    const [about, other] = [
      await given.article({ topics: [third] }),
      await given.article({ topics: [await given.topic()] }),
    ]
    const found = async (topic: string) => {
      const { articles } = await api.query<{ articles: { nodes: { id: string }[] } }>(
        `{ articles(where: { id: { in: ["${about.id}", "${other.id}"] }, topics: { some: { ${topic} } } }) { nodes { id } } }`,
      )
      return articles.nodes.map(({ id }) => id)
    }

    for (const topic of [
      `id: { equals: "${first.id}" }`,
      `id: { in: ["${second.id}", "topic_x"] }`,
      `slug: { equals: "${first.slug}" }`,
      `slug: { in: ["${third.oldSlug}"] }`,
      `slug: { equals: "${second.slug.toUpperCase()}", mode: INSENSITIVE }`,
    ])
      expect([topic, await found(topic)]).toEqual([topic, [about.id]])
    expect(await found(`id: { notIn: ["${first.id}"] }`)).toEqual([other.id])
    expect(await found(`slug: { notIn: ["${first.slug}"] }`)).toEqual([other.id])
    expect(await found(`slug: { startsWith: "${first.slug}x" }`)).toEqual([])
  })

  it('leads children and lists of topics to what it became', async () => {
    const { first, third } = await mergedTwice()
    const child = await given.topic({ parent: third })

    const { topics } = await api.query<{ topics: { nodes: { id: string }[] } }>(
      `{ topics(where: { OR: [{ id: { equals: "${first.id}" } }, { parent: { slug: { equals: "${first.slug}" } } }] }) { nodes { id } } }`,
    )

    expect(topics.nodes.map(({ id }) => id).toSorted()).toEqual([child.id, third.id].toSorted())
  })

  it('cannot be changed or deleted any more, and the refusal names the other', async () => {
    const { first, third } = await mergedTwice()
    const message = `This topic has been merged into "${third.name}" (${third.id}). Open that topic instead.`
    const into = await given.topic()

    for (const [document, input, field] of [
      [UPDATE, { id: first.id, version: 1, name: 'Old form' }, 'id'],
      [DELETE, { id: first.id, version: 1 }, 'id'],
      [MERGE, { fromId: first.id, intoId: into.id }, 'fromId'],
    ] satisfies [string, Input, string][]) {
      const { userErrors } = await expectNoChange(database, () => editor.mutate<Payload>(document, { input }))
      expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', field], message }])
    }
  })

  it('takes others in as what it became', async () => {
    const { first, third } = await mergedTwice()
    const from = await given.topic()

    const { topic } = await editor.mutate<Payload>(MERGE, { input: { fromId: from.id, intoId: first.id } })

    expect(topic?.id).toBe(third.id)
    expect(await page(`id: "${from.id}"`)).toEqual({ id: third.id, slug: third.slug })
  })
})

describe('An old slug of an author', () => {
  it('finds the author, at the root and in filters', async () => {
    const author = await given.author()
    const article = await given.article({ credits: [{ author }] })
    await database.prisma.author.update({ where: { id: author.uuid }, data: { slug: 'now-named' } })

    const found = await api.query(
      `query ($slug: String!) { author(slug: $slug) { id } authors(where: { slug: { equals: $slug } }) { nodes { id } }
        articles(where: { credits: { some: { author: { slug: { in: [$slug] } } } } }) { nodes { id } } }`,
      { slug: author.slug },
    )

    expect(found).toEqual({
      author: { id: author.id },
      authors: { nodes: [{ id: author.id }] },
      articles: { nodes: [{ id: article.id }] },
    })
  })
})
