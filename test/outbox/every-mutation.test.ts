import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { type MutationName, type SuccessfulCall, sendCall, successfulCalls } from '../mutation/successful-calls.ts'
import { eventsAfter } from './purges.ts'
import { NOTHING, type Part, readersView } from './readers-view.ts'

// Of every mutation: what readers see is purged if and only if it changes.

const { network, port } = await startImageServer()
const database = await testDatabase()
const many = { MAX_ROOT_FIELDS_READERS: '1000', MAX_COST_READERS: '1000000000', RATE_LIMIT_READERS: '0' }
const api = await testApi(database, { network, variables: many })
const given = givenIn(database)

/** Milliseconds: the first image starts the processes that read images. */
const PATIENCE = 60_000

const calls = successfulCalls(given, api, `http://pictures.test:${port}/good`)

/** A live article with everything that belongs to one. */
async function live() {
  const captionId = randomUUID()
  const [topic, author, image] = [await given.topic(), await given.author(), await given.image()]
  const text = { topics: [topic], credits: [{ author }], captions: [{ id: captionId, image }] }
  const article = await given.article({ headline: 'A bridge', ...text })
  return { ...article, topic, author, image, at: { id: article.id, version: 1 } }
}

/** Calls that readers see, where the smallest successful one is about a draft. */
const VISIBLE = {
  updateArticle: {
    input: async () => ({
      ...(await live()).at,
      slug: `moved-${randomUUID()}`,
      translationOf: (await live()).id,
      locale: 'he',
    }),
  },
  bulkUpdateArticles: { input: async () => ({ items: [(await live()).at], locale: 'he' }) },
  publishArticle: {
    input: async () => {
      const article = await live()
      await given.revision(article, { headline: 'No bridge', topics: [await given.topic()] })
      return article.at
    },
  },
  withdrawArticle: { input: async () => ({ ...(await live()).at, reason: 'A mistake' }) },
  updateTopic: {
    input: async () => ({
      ...{ id: (await live()).topic.id, version: 1, name: 'A bridge', slug: `topic-${randomUUID()}` },
      parentId: (await given.topic()).id,
    }),
  },
  mergeTopics: { input: async () => ({ fromId: (await live()).topic.id, intoId: (await live()).topic.id }) },
  updateAuthor: {
    input: async () => ({
      ...{ id: (await live()).author.id, version: 1, name: 'A bridge', slug: `author-${randomUUID()}` },
      ...{ imageId: (await given.image()).id, links: [{ label: 'Home', url: 'https://noa.example/' }] },
    }),
  },
  deleteAuthor: {
    input: async () => ({ id: (await given.author({ imageId: (await given.image()).uuid })).id, version: 1 }),
  },
  updateImage: {
    input: async () => ({ id: (await live()).image.id, altText: 'Other', withheld: true, withheldReason: 'A child' }),
  },
} satisfies Partial<Record<MutationName, SuccessfulCall>>

const blank: Part = { json: NOTHING, tags: new Set() }

it.each([
  ...Object.entries<SuccessfulCall>(calls).map(([name, call]) => ({ name, call, of: 'the smallest call' })),
  ...Object.entries<SuccessfulCall>(VISIBLE).map(([name, call]) => ({ name, call, of: 'of what is live' })),
])(
  '$name, $of, purges what readers see, if it changes',
  async ({ name, call }) => {
    const input = await call.input()
    await api.as(call.as ?? 'EDITOR').user()
    const before = await readersView(api, database)

    const events = await eventsAfter(database, () => sendCall(api, name, call, input))

    const after = await readersView(api, database)
    const tags = events.flatMap((event) => event.tags)
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (part) => (before.get(part) ?? blank).json !== (after.get(part) ?? blank).json,
    )
    const forgotten = changed.filter((part) => {
      // What was not there before was in no response.
      const { tags: needed } = before.get(part) ?? after.get(part) ?? blank
      return !tags.some((tag) => needed.has(tag))
    })
    expect(forgotten).toEqual([])
    expect({ name, purges: tags.length > 0 }).toEqual({ name, purges: changed.length > 0 })
    for (const { tags: own, type } of events) expect({ type, own }).toEqual({ type, own: [...new Set(own)] })
  },
  PATIENCE,
)
