import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { eventsAfter } from '../outbox/purges.ts'
import { acted } from '../workflow/acting.ts'

// SLUG_SCRIPT=unicode: slugs in the letters of their headlines and names.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database, { variables: { SLUG_SCRIPT: 'unicode' } })
const ascii = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const CREATE_ARTICLE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id version slug path } userErrors { code path message } } }`
const CREATE_TOPIC = `mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id slug path url translations { slug path } } userErrors { code path } } }`
const CREATE_AUTHOR = `mutation ($input: CreateAuthorInput!) { createAuthor(input: $input) { author { id slug path } userErrors { code path } } }`
const CREATE_FRONT = `mutation ($input: CreateFrontInput!) { createFront(input: $input) { front { slug } userErrors { code path } } }`

const article = (input: object) => editor.mutate(CREATE_ARTICLE, { input: { locale: 'he', ...input } })
const resolve = async (path: string) =>
  (
    await api.query(
      'query ($path: String!) { resolvePath(path: $path) { __typename ... on Node { id } ... on Redirect { location } } }',
      { path },
    )
  ).resolvePath

describe('A slug in any script', () => {
  it('is made from the headline, in its letters and without points, and numbered where it is taken', async () => {
    const made = []
    for (const headline of ['בָּכִיר חמאס: "נסע לקהיר"', 'בכיר חמאס נסע לקהיר', 'Über Straßen', '🎉'])
      made.push(await article({ headline }))

    expect(made).toMatchObject([
      { article: { slug: 'בכיר-חמאס-נסע-לקהיר', path: `/he/article/${encodeURIComponent('בכיר-חמאס-נסע-לקהיר')}` } },
      { article: { slug: 'בכיר-חמאס-נסע-לקהיר-2' } },
      { article: { slug: 'über-straßen' } },
      { article: { slug: expect.stringMatching(/^article-[0-9a-f]{8}$/) } },
    ])
  })

  it('is made from the names of topics and authors, and of their translations', async () => {
    const { topic } = await editor.mutate(CREATE_TOPIC, {
      input: { name: 'קהיר', translations: [{ locale: 'ar', name: 'القاهرة' }] },
    })
    const { author } = await editor.mutate(CREATE_AUTHOR, { input: { name: 'Ирина Иванова' } })

    const path = `/topic/${encodeURIComponent('קהיר')}`
    expect(topic).toMatchObject({
      slug: 'קהיר',
      path,
      url: `https://daily.example${path}`,
      translations: [{ slug: 'القاهرة', path: `/ar/topic/${encodeURIComponent('القاهرة')}` }],
    })
    expect(author).toMatchObject({ slug: 'ирина-иванова' })
  })

  it.each(['כתבה', 'כתבה-1', 'storm-over-cairo', '東京', 'naïve', 'ไทย'])('can be chosen: %s', async (slug) => {
    expect(await article({ headline: 'x', slug })).toMatchObject({ article: { slug }, userErrors: [] })
    expect(await editor.mutate(CREATE_FRONT, { input: { slug, locale: 'he', name: 'x' } })).toMatchObject({
      front: { slug },
    })
  })

  it('is stored in one normal form', async () => {
    expect(await article({ headline: 'x', slug: 'cafe\u0301' })).toMatchObject({ article: { slug: 'caf\u00e9' } })
  })

  it.each([
    'Storm',
    'Привет',
    'a_b',
    'א ב',
    'א--ב',
    '-א',
    'א-',
    '🎉',
    'א/ב',
    '\u0301a',
    'א\u200f',
    '½',
    'א'.repeat(201),
  ])('is refused: %s', async (slug) => {
    const { article: made, userErrors } = await expectNoChange(database, () => article({ headline: 'x', slug }))
    expect(made).toBeNull()
    expect(userErrors).toMatchObject([{ path: ['input', 'slug'] }])
  })

  it('is found at its address, encoded or not, in upper case, and in another normal form', async () => {
    const one = await given.article({ locale: 'he', slug: 'מאמר' })
    const cafe = await given.article({ locale: 'en', slug: 'caf\u00e9-noir' })

    for (const path of [
      '/he/article/מאמר',
      `/he/article/${encodeURIComponent('מאמר')}`,
      '/he/article/%d7%9e%d7%90%d7%9e%d7%a8',
    ])
      expect(await resolve(path), path).toEqual({ __typename: 'Article', id: one.id })
    expect(await resolve('/he/article/מאמר/')).toEqual({
      __typename: 'Redirect',
      location: `/he/article/${encodeURIComponent('מאמר')}`,
    })
    expect(await resolve('/article/caf\u00e9-noir')).toEqual({ __typename: 'Article', id: cafe.id })
    for (const path of ['/article/cafe\u0301-noir', '/article/CAF\u00c9-NOIR'])
      expect(await resolve(path), path).toEqual({ __typename: 'Redirect', location: '/article/caf%C3%A9-noir' })
    const { article: found } = await api.query('{ article(slug: "מאמר", locale: "he") { id } }')
    expect(found).toEqual({ id: one.id })
  })

  it('is encoded in the paths that its event purges', async () => {
    const draft = await given.article({ locale: 'he', slug: 'טיוטה', status: 'DRAFT' })

    const [event] = await eventsAfter(database, () => acted(editor, 'publishArticle', draft))

    expect(event?.paths).toEqual([`/he/article/${encodeURIComponent('טיוטה')}`])
    expect(event?.payload).toMatchObject({ slug: 'טיוטה' })
  })

  it('is encoded in the addresses of feeds, which are served there', async () => {
    const topic = await given.topic({ slug: 'מזג-אוויר', name: 'מזג אוויר' })
    const { topic: read } = await api.query<{ topic: { feeds: { url: string }[] } }>(
      'query ($id: ID!) { topic(id: $id) { feeds { url } } }',
      { id: topic.id },
    )
    const [url] = read.feeds.map((feed) => new URL(feed.url).pathname)
    expect(url).toBe(`/feeds/topics/${encodeURIComponent('מזג-אוויר')}.rss`)

    const answers = await Promise.all(
      [url ?? '', '/feeds/topics/%E0%A4%A.rss', '/feeds/topics/a_b.rss'].map((path) => api.app.inject(path)),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 404])
  })

  it('that exists stays when the setting changes, and new ones are refused', async () => {
    const one = await given.article({ locale: 'he', slug: 'נשאר' })
    const colleague = ascii.as('EDITOR')

    await acted(colleague, 'updateArticle', one, { headline: 'Another headline' })
    expect(await ascii.query('{ article(slug: "נשאר", locale: "he") { id } }')).toMatchObject({
      article: { id: one.id },
    })
    const { userErrors } = await colleague.mutate(CREATE_ARTICLE, {
      input: { locale: 'he', headline: 'x', slug: 'כתבה-חדשה' },
    })
    expect(userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('letters a to z') }])
    expect(await colleague.mutate(CREATE_ARTICLE, { input: { locale: 'he', headline: 'כתבה נוספת' } })).toMatchObject({
      article: { slug: expect.stringMatching(/^[a-z-]+$/) },
    })
  })

  it.each(['A', 'a b', 'cafe\u0301', 'a–b', 'א\u200f', 'a--b', '-a', 'a-', '', 'a/b', 'À', 'a'.repeat(201)])(
    'is refused by the database: "%s"',
    async (slug) => {
      await expect(prisma.topic.create({ data: { slug, name: 'x' } })).rejects.toThrow(/topic_slug_format/)
    },
  )
})
