import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'

// What is suggested while somebody types.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

interface Suggestion {
  __typename: 'Article' | 'Topic' | 'Author'
  slug: string
}

const SUGGEST = `query ($query: String!, $first: Int, $locale: Locale) {
  suggest(query: $query, first: $first, locale: $locale) {
    __typename ... on Article { slug headline url } ... on Topic { slug name url } ... on Author { slug name url } } }`

const suggested = async (query: string, variables: object = {}) =>
  (await api.query<{ suggest: Suggestion[] }>(SUGGEST, { query, ...variables })).suggest

const slugs = async (query: string, variables: object = {}) =>
  (await suggested(query, variables)).map(({ slug }) => slug)

let senate: Given

beforeAll(async () => {
  senate = await given.topic({ slug: 'senate', name: 'The Senate' })
  const senegal = await given.topic({ slug: 'senegal', name: 'Sénégal' })
  await given.topic({ slug: 'harbour', name: 'Harbour' })
  const author = await given.author({ slug: 'jack-khoury', name: 'Jack Khoury' })
  await given.author({ slug: 'dana-sender', name: 'Dana Sender' })
  const made: [string, object][] = [
    ['old', { headline: 'Senior officials travel', topics: [senegal], publishedAt: '2015-01-01T00:00:00Z' }],
    ['newer', { headline: 'The new senior editor', topics: [senegal], publishedAt: '2020-01-01T00:00:00Z' }],
    [
      'body',
      { headline: 'Nothing', body: ['A senior official.'], topics: [senate], credits: [{ name: 'J. K.', author }] },
    ],
    ['he', { headline: 'הַגֶּשֶׁר נסגר', locale: 'he', publishedAt: '2021-01-01T00:00:00Z' }],
    ['he-2', { headline: 'סגירת גשר', locale: 'he', publishedAt: '2020-01-01T00:00:00Z' }],
    ['zh', { headline: '北京奥运会开幕', locale: 'zh' }],
    ['cafe', { headline: 'Café Žižka opens' }],
  ]
  for (const [slug, options] of made) await given.article({ slug, ...options })
  for (const status of ['DRAFT', 'SCHEDULED', 'WITHDRAWN', 'TRASHED'] as const)
    await given.article({ slug: `hidden-${status.toLowerCase()}`, headline: 'Senior secret', status })
})

describe('suggest', () => {
  it('gives names by how many articles they have, then headlines by date, of any word that begins so', async () => {
    expect(await suggested('sen')).toEqual([
      { __typename: 'Topic', slug: 'senegal', name: 'Sénégal', url: expect.stringMatching(/\/topic\/senegal$/) },
      { __typename: 'Topic', slug: 'senate', name: 'The Senate', url: expect.stringMatching(/\/topic\/senate$/) },
      {
        __typename: 'Author',
        slug: 'dana-sender',
        name: 'Dana Sender',
        url: expect.stringMatching(/\/author\/dana-sender$/),
      },
      { __typename: 'Article', slug: 'newer', headline: 'The new senior editor', url: expect.stringMatching(/newer$/) },
      { __typename: 'Article', slug: 'old', headline: 'Senior officials travel', url: expect.stringMatching(/old$/) },
    ])
  })

  it('gives names at most half of the places, unless headlines leave more', async () => {
    expect(await slugs('sen', { first: 4 })).toEqual(['senegal', 'senate', 'newer', 'old'])
    expect(await slugs('sen', { first: 3 })).toEqual(['senegal', 'senate', 'newer'])
    expect(await slugs('sen', { first: 1 })).toEqual(['senegal'])
    expect(await slugs('dana', { first: 1 })).toEqual(['dana-sender'])
  })

  it('takes every word as the beginning of one, in any order', async () => {
    expect(await slugs('off sen')).toEqual(['old'])
    expect(await slugs('sen quartz')).toEqual([])
    expect(await slugs('SÉNÉG')).toEqual(['senegal'])
    expect(await slugs('zizka caf')).toEqual(['cafe'])
  })

  it('finds Hebrew with and without points and prefixes, and scripts without spaces', async () => {
    expect(await slugs('הגש')).toEqual(['he'])
    expect(await slugs('גש')).toEqual(['he', 'he-2'])
    expect(await slugs('גֶּש')).toEqual(['he', 'he-2'])
    expect(await slugs('奥运')).toEqual(['zh'])
  })

  it('keeps headlines to one language when asked', async () => {
    expect(await slugs('sen', { locale: 'he' })).toEqual(['senegal', 'senate', 'dana-sender'])
    expect(await slugs('גש', { locale: 'he' })).toEqual(['he', 'he-2'])
    expect(await slugs('גש', { locale: 'en' })).toEqual([])
  })

  it('helps with misspelt names, but not where something begins so', async () => {
    expect(await slugs('Khourry')).toEqual(['jack-khoury'])
    expect(await slugs('Kho')).toEqual(['jack-khoury'])
    expect(await slugs('harbou')).toEqual(['harbour'])
  })

  it('follows what is live', async () => {
    const article = await given.article({ slug: 'pangolin', headline: 'A pangolin' })
    expect(await slugs('pango')).toEqual(['pangolin'])

    await given.live(article, await given.revision(article, { headline: 'An armadillo' }))
    expect(await slugs('pango')).toEqual([])
    expect(await slugs('arma')).toEqual(['pangolin'])
    await prisma.topic.update({ where: { id: senate.uuid }, data: { name: 'Aardvarks' } })
    expect(await slugs('aard')).toEqual(['senate'])
    await prisma.topic.update({ where: { id: senate.uuid }, data: { name: 'The Senate' } })
    await given.withdrawn(article)
    expect(await slugs('arma')).toEqual([])
    await expectExactCounts(database)
  })

  it('shows the newest also where the words are rare among the newest articles', async () => {
    await database.script(`
      create temp table made as select n, gen_random_uuid() as article, gen_random_uuid() as revision from generate_series(1, 2100) n;
      insert into revision (id, article_id, number, headline, body, plain_text, word_count)
        select revision, article, 1, case when n > 2090 then 'Wombat ' || n when n % 2 = 0 then 'Even story' else 'Odd story' end, '[]', '', 0 from made;
      insert into article (id, locale, slug, version, status, latest_revision_id, live_revision_id, published_at, first_published_at, live_updated_at, translation_group_id)
        select article, 'en', 'story-' || n, 1, 'PUBLISHED', revision, revision, now() - make_interval(mins => n), now() - make_interval(mins => n), now(), gen_random_uuid() from made;
      drop table made`)

    expect(await slugs('wom', { first: 3 })).toEqual(['story-2091', 'story-2092', 'story-2093'])
    expect(await slugs('eve', { first: 2 })).toEqual(['story-2', 'story-4'])
  })

  it('refuses a query without a word, one that is too long, and too many suggestions', async () => {
    for (const query of ['', ' - ', 'x'.repeat(201)])
      expect(await api.errors(SUGGEST, { query })).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', argument: 'query' } },
      ])
    for (const first of [0, 101])
      expect(await api.errors(SUGGEST, { query: 'sen', first })).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
      ])
  })
})
