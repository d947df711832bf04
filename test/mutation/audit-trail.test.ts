import { describe, it } from 'vitest'
import { expectTold } from '../activity/audited-rows.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { type MutationName, type SuccessfulCall, sendCall, successfulCalls } from './successful-calls.ts'

const { network, port } = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network })
const given = givenIn(database)

const calls = successfulCalls(given, api, `http://pictures.test:${port}/good`)

/** Milliseconds: the first image starts the processes that read images. */
const PATIENCE = 60_000

const FUTURE = '2099-01-01T00:00:00.000Z'
const LATER = '2099-02-01T00:00:00.000Z'

/** Calls that change as much as one can, where the smallest successful one changes little. */
const FULL: Partial<Record<MutationName, SuccessfulCall>> = {
  createArticle: {
    input: async () => ({
      ...{ headline: 'A bridge', locale: 'he', slug: 'full', editorNote: 'Check', embargoedUntil: FUTURE },
      translationOf: (await given.article()).id,
    }),
  },
  updateArticle: {
    input: async () => ({
      ...{
        id: (await given.article({ status: 'DRAFT' })).id,
        version: 1,
        headline: 'New',
        kicker: 'New',
        slug: 'new-slug',
      },
      ...{ locale: 'fr', editorNote: 'Check', embargoedUntil: FUTURE, translationOf: (await given.article()).id },
      topics: [{ topicId: (await given.topic()).id }],
      body: [{ paragraph: { html: 'New' } }],
    }),
  },
  publishArticle: {
    input: async () => ({ id: (await given.article({ status: 'SCHEDULED' })).id, version: 1, unpublishAt: FUTURE }),
  },
  scheduleArticle: {
    input: async () => ({
      ...{ id: (await given.article({ status: 'DRAFT' })).id, version: 1, publishAt: FUTURE, unpublishAt: LATER },
    }),
  },
  setRelatedArticles: {
    input: async () => ({
      id: (await given.article({ pins: [await given.article()], exclusions: [await given.article()] })).id,
      version: 1,
      ...{ pinnedIds: [(await given.article()).id], excludedIds: [] },
    }),
  },
  updateTopic: {
    input: async () => ({
      ...{
        id: (await given.topic({ related: [await given.topic()] })).id,
        version: 1,
        name: 'Tunnels',
        slug: 'tunnels',
      },
      ...{ kind: 'PLACE', description: 'Below', uri: 'medtop:11000000' },
      ...{ parentId: (await given.topic()).id, relatedTopicIds: [(await given.topic()).id] },
    }),
  },
  mergeTopics: {
    input: async () => {
      const from = await given.topic({ related: [await given.topic()] })
      await given.topic({ parent: from })
      return { fromId: from.id, intoId: (await given.topic()).id }
    },
  },
  updateAuthor: {
    as: 'ADMIN',
    input: async () => ({
      ...{ id: (await given.author()).id, version: 1, name: 'Dana', slug: 'dana', jobTitle: 'Editor', bio: 'Writes' },
      ...{ imageId: (await given.image()).id, userId: (await api.as('REPORTER', 'Page').user()).id },
      links: [{ label: 'Home', url: 'https://dana.example/' }],
    }),
  },
  updateImage: {
    input: async () => ({
      ...{ id: (await given.image()).id, headline: 'h', altText: 'a', description: 'd', credit: 'c', creator: 'k' },
      ...{ sourceName: 's', instructions: 'i', captionWriter: 'w' },
      ...{
        copyrightHolder: 'h',
        copyrightNotice: 'n',
        usageTerms: 'u',
        webStatement: 'https://u.example/',
        digitalSource: 'PRINT',
        keywords: ['k'],
        city: 'c',
        country: 'c',
        takenAt: '2020-01-01T00:00:00Z',
      },
      ...{ rightsExpireAt: FUTURE, withheld: true, withheldReason: 'r', focalPoint: { x: 0.2, y: 0.3 } },
    }),
  },
  updateUser: {
    as: 'ADMIN',
    input: async () => ({
      ...{ id: (await api.as('EDITOR', 'Changed').user()).id, name: 'Dana', email: 'dana@daily.example' },
      ...{ role: 'REPORTER', suspended: true },
    }),
  },
}

/** Taking over other topics' related topics is told in the trail of the topic that stays: the taxonomy changed, and not they. */
const EXCEPT: Partial<Record<MutationName, string[]>> = { mergeTopics: ['curatedTopics'] }

const isMutation = (name: string): name is MutationName => name in calls

describe('The audit trail names everything that is changed by', () => {
  it.each(
    [...Object.entries<SuccessfulCall>(calls), ...Object.entries(FULL)].map(([name, call], index) => ({
      name,
      call,
      index,
    })),
  )(
    '$name (call $index)',
    async ({ name, call }) => {
      const input = await call.input()
      await api.as(call.as ?? 'EDITOR').user()

      await expectTold(database, () => sendCall(api, name, call, input), isMutation(name) ? EXCEPT[name] : [])
    },
    PATIENCE,
  )
})
