import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { translator } from './translating.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const { translateTopic, translateAuthor } = translator(editor)

const egypt = await given.topic({ slug: 'egypt', name: 'Egypt', description: 'On the Nile.' })
await translateTopic(egypt, [
  { locale: 'he', name: 'מצרים', slug: 'mitzrayim', description: 'על הנילוס.' },
  { locale: 'zh', name: '埃及', slug: 'aiji' },
  { locale: 'zh-Hant-TW', name: '埃及（臺灣）', slug: 'aiji-tw' },
])
const jack = await given.author({ slug: 'jack-khoury', name: 'Jack Khoury', jobTitle: 'Reporter', bio: 'Writes.' })
await translateAuthor(jack, [{ locale: 'he', name: "ג'קי חורי", slug: 'jacky', jobTitle: 'כתב' }])

const to = (location: string, permanent = true) => ({ __typename: 'Redirect', location, permanent })
const resolve = async (path: string) =>
  (
    await api.query(
      `query ($path: String!) { resolvePath(path: $path) { __typename ... on Topic { id } ... on Author { id } ... on Redirect { location permanent } ... on Gone { since } } }`,
      { path },
    )
  ).resolvePath

describe('A name in a language', () => {
  it.each([
    ['he', 'מצרים', 'על הנילוס.', '/he/topic/mitzrayim'],
    ['he-IL', 'מצרים', 'על הנילוס.', '/he/topic/mitzrayim'],
    ['iw', 'מצרים', 'על הנילוס.', '/he/topic/mitzrayim'],
    ['zh-Hant-TW', '埃及（臺灣）', 'On the Nile.', '/zh-Hant-TW/topic/aiji-tw'],
    ['zh-Hant-HK', '埃及', 'On the Nile.', '/zh/topic/aiji'],
    ['en', 'Egypt', 'On the Nile.', '/topic/egypt'],
    ['fr', 'Egypt', 'On the Nile.', '/topic/egypt'],
    ['h', null, null, null],
  ])('for %s is %s', async (locale, localizedName, localizedDescription, path) => {
    const document = `query ($locale: Locale!) { topic(slug: "egypt") {
      name localizedName(locale: $locale) localizedDescription(locale: $locale) path(locale: $locale) url(locale: $locale) } }`
    if (localizedName === null) {
      expect(await api.errors(document, { locale })).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
      return
    }
    const expected = { name: 'Egypt', localizedName, localizedDescription, path, url: `https://daily.example${path}` }
    expect((await api.query(document, { locale })).topic).toEqual(expected)
  })

  it('is that of breadcrumbs, sections, children and credits, too', async () => {
    const child = await given.topic({ slug: 'cairo', name: 'Cairo', kind: 'SECTION', parent: egypt })
    await translateTopic(child, [{ locale: 'he', name: 'קהיר', slug: 'kahir' }])
    const article = await given.article({ topics: [child], credits: [{ author: jack }], locale: 'he' })
    const { article: read } = await api.query(
      `query ($slug: String!) { article(slug: $slug) {
        section { localizedName(locale: "he") ancestors { localizedName(locale: "he") url(locale: "he") } }
        credits { author { localizedName(locale: "he") localizedJobTitle(locale: "he") localizedBio(locale: "he") } } } }`,
      { slug: article.slug },
    )

    expect(read).toEqual({
      section: {
        localizedName: 'קהיר',
        ancestors: [{ localizedName: 'מצרים', url: 'https://daily.example/he/topic/mitzrayim' }],
      },
      credits: [{ author: { localizedName: "ג'קי חורי", localizedJobTitle: 'כתב', localizedBio: 'Writes.' } }],
    })
  })

  it('costs one statement, whatever is asked for', async () => {
    const statements = await api.statements(
      '{ topics { nodes { localizedName(locale: "he") a: localizedName(locale: "zh") path url(locale: "he") translations { locale url } } } }',
    )
    expect(statements).toHaveLength(1)
  })
})

describe('topic and author by a slug in a language', () => {
  const topicAt = async (slug: string, locale: string | null) =>
    (
      await api.query('query ($slug: String, $locale: Locale) { topic(slug: $slug, locale: $locale) { id } }', {
        slug,
        locale,
      })
    ).topic
  const authorAt = async (slug: string, locale: string) =>
    (
      await api.query('query ($slug: String, $locale: Locale) { author(slug: $slug, locale: $locale) { id } }', {
        slug,
        locale,
      })
    ).author

  it('find the translation, the nearest language, and the own slug', async () => {
    for (const [slug, locale] of [
      ['mitzrayim', 'he'],
      ['mitzrayim', 'he-IL'],
      ['egypt', 'he'],
      ['egypt', 'en'],
      ['aiji', 'zh-Hant-TW'],
    ] as const) {
      expect(await topicAt(slug, locale), `${slug} ${locale}`).toEqual({ id: egypt.id })
    }
    expect(await topicAt('mitzrayim', 'ar')).toBeNull()
    expect(await topicAt('mitzrayim', null)).toBeNull()
    expect(await authorAt('jacky', 'he')).toEqual({ id: jack.id })
    expect(await authorAt('jacky', 'fr')).toBeNull()
  })

  it('find what had the slug before', async () => {
    const one = await given.topic()
    const first = await translateTopic(one, [{ locale: 'he', name: 'חיפה', slug: 'hefa' }])
    await translateTopic(first, [{ locale: 'he', name: 'חיפה', slug: 'haifa' }])

    expect(await topicAt('hefa', 'he')).toEqual({ id: one.id })
  })
})

describe('An address in a language', () => {
  it('is that of the topic or author; another spelling leads there', async () => {
    expect(await resolve('/he/topic/mitzrayim')).toEqual({ __typename: 'Topic', id: egypt.id })
    expect(await resolve('https://daily.example/he/topic/mitzrayim?x=1')).toEqual({ __typename: 'Topic', id: egypt.id })
    expect(await resolve('/he/author/jacky')).toEqual({ __typename: 'Author', id: jack.id })
    expect(await resolve('/HE/Topic/Mitzrayim/')).toEqual(to('/he/topic/mitzrayim'))
    expect(await resolve('/en/topic/egypt')).toEqual(to('/topic/egypt'))
    expect(await resolve('/iw/topic/mitzrayim')).toEqual(to('/he/topic/mitzrayim'))
    expect(await resolve('/topic/mitzrayim')).toBeNull()
    expect(await resolve('/ar/topic/mitzrayim')).toBeNull()
  })

  it('with the slug of another language leads to the nearest address there is, for now', async () => {
    expect(await resolve('/he/topic/egypt')).toEqual(to('/he/topic/mitzrayim', false))
    expect(await resolve('/he-IL/topic/mitzrayim')).toEqual(to('/he/topic/mitzrayim', false))
    expect(await resolve('/fr/topic/egypt')).toEqual(to('/topic/egypt', false))
    expect(await resolve('/he/author/jack-khoury')).toEqual(to('/he/author/jacky', false))
  })

  it('that changed leads to the new one, and to the own one when the translation is gone', async () => {
    const one = await given.topic({ slug: 'acre' })
    const first = await translateTopic(one, [{ locale: 'he', name: 'עכו', slug: 'ako' }])
    const second = await translateTopic(first, [{ locale: 'he', name: 'עכו', slug: 'akko' }])
    expect(await resolve('/he/topic/ako')).toEqual(to('/he/topic/akko'))

    await translateTopic(second, [])
    expect(await resolve('/he/topic/ako')).toEqual(to('/topic/acre'))
    expect(await resolve('/he/topic/akko')).toEqual(to('/topic/acre'))
  })

  it('of what is deleted is gone', async () => {
    const [topic, author] = [await given.topic(), await given.author()]
    await translateTopic(topic, [{ locale: 'he', name: 'נמחק', slug: 'gone-topic' }])
    await translateAuthor(author, [{ locale: 'he', name: 'נמחקה', slug: 'gone-author' }])
    await editor.mutate('mutation ($input: DeleteTopicInput!) { deleteTopic(input: $input) { deletedId } }', {
      input: { id: topic.id },
    })
    await editor.mutate('mutation ($input: DeleteAuthorInput!) { deleteAuthor(input: $input) { deletedId } }', {
      input: { id: author.id },
    })

    expect(await resolve('/he/topic/gone-topic')).toEqual({ __typename: 'Gone', since: expect.any(String) })
    expect(await resolve('/he/author/gone-author')).toEqual({ __typename: 'Gone', since: expect.any(String) })
    expect(await prisma.topicTranslation.count({ where: { slug: 'gone-topic' } })).toBe(0)
  })

  it('is among the paths of the site, and redirects lead to it', async () => {
    const { paths } = await api.query<{ paths: { nodes: object[]; totalCount: number } }>(
      '{ paths(first: 1000) { totalCount nodes { path kind locale } } }',
    )

    expect(paths.nodes).toContainEqual({ path: '/he/topic/mitzrayim', kind: 'TOPIC', locale: 'he' })
    expect(paths.nodes).toContainEqual({ path: '/topic/egypt', kind: 'TOPIC', locale: null })
    expect(paths.nodes).toContainEqual({ path: '/he/author/jacky', kind: 'AUTHOR', locale: 'he' })
    expect(paths.totalCount).toBe(paths.nodes.length)
    const create = `mutation ($input: CreateRedirectInput!) { createRedirect(input: $input) { redirect { path location } userErrors { code path } } }`
    const redirect = { path: '/2011/misr', location: '/he/topic/mitzrayim' }
    expect(await editor.mutate(create, { input: redirect })).toMatchObject({
      redirect: { location: '/topic/egypt' },
      userErrors: [],
    })
    expect(
      await editor.mutate(create, { input: { path: '/he/topic/mitzrayim', location: '/topic/egypt' } }),
    ).toMatchObject({
      userErrors: [{ code: 'TAKEN', path: ['input', 'path'] }],
    })
  })
})

describe('A byline', () => {
  const bylineOf = async (slug: string) =>
    (
      await api.query<{ article: { byline: string; credits: { name: string }[] } }>(
        'query ($slug: String!) { article(slug: $slug) { byline credits { name } } }',
        { slug },
      )
    ).article

  it('has the names of the language of its article; a name that was chosen stays', async () => {
    const he = await given.article({ locale: 'he', credits: [{ author: jack }] })
    const en = await given.article({ credits: [{ author: jack }] })
    const chosen = await given.article({ locale: 'he', credits: [{ author: jack, name: 'J. K.' }] })

    expect((await bylineOf(he.slug)).byline).toBe("מאת ג'קי חורי")
    expect((await bylineOf(en.slug)).byline).toBe('By Jack Khoury')
    expect((await bylineOf(chosen.slug)).byline).toBe('מאת J. K.')
  })

  it('of a new article prints what the author is called in its language', async () => {
    const document = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { byline credits { name } } userErrors { code message } } }`
    const created = async (locale: string) =>
      (await editor.mutate(document, { input: { headline: 'Cairo', locale, credits: [{ authorId: jack.id }] } }))
        .article

    expect(await created('he')).toEqual({ byline: "מאת ג'קי חורי", credits: [{ name: "ג'קי חורי" }] })
    expect(await created('en')).toEqual({ byline: 'By Jack Khoury', credits: [{ name: 'Jack Khoury' }] })
  })
})

describe('Search', () => {
  const found = async (query: string) =>
    (
      await api.query<{ search: { nodes: { slug: string }[] } }>(
        'query ($query: String!) { search(query: $query) { nodes { slug } } }',
        { query },
      )
    ).search.nodes.map(({ slug }) => slug)
  const suggested = async (query: string, locale?: string) =>
    (
      await api.query(
        'query ($query: String!, $locale: Locale) { suggest(query: $query, locale: $locale) { ... on Topic { id localizedName(locale: "he") } ... on Author { id localizedName(locale: "he") } } }',
        { query, locale },
      )
    ).suggest

  it('finds an article by the names in its language, as soon as they are there, and by those of the site', async () => {
    const [topic, author] = [await given.topic({ name: 'Lighthouse' }), await given.author({ name: 'Ada Pharos' })]
    const he = await given.article({ locale: 'he', topics: [topic], credits: [{ author }] })
    const en = await given.article({ topics: [topic], credits: [{ author }] })
    expect(await found('מגדלור')).toEqual([])

    const first = await translateTopic(topic, [{ locale: 'he', name: 'מגדלור' }])
    const writer = await translateAuthor(author, [{ locale: 'he', name: 'עדה פארוס' }])

    expect(await found('מגדלור')).toEqual([he.slug])
    expect(await found('פארוס')).toEqual([he.slug])
    expect(new Set(await found('lighthouse'))).toEqual(new Set([he.slug, en.slug]))
    await translateTopic(first, [{ locale: 'he', name: 'צריח' }])
    await translateAuthor(writer, [])
    expect(await found('מגדלור')).toEqual([])
    expect(await found('צריח')).toEqual([he.slug])
    expect(await found('פארוס')).toEqual([])
  })

  it('finds drafts by them, too', async () => {
    const topic = await given.topic({ name: 'Breakwater' })
    const draft = await given.article({ locale: 'he', status: 'DRAFT', topics: [topic] })
    await translateTopic(topic, [{ locale: 'he', name: 'שוברגלים' }])

    const { search } = await editor.query<{ search: { nodes: { slug: string }[] } }>(
      '{ search(query: "שוברגלים", stage: DRAFT) { nodes { slug } } }',
    )
    expect(search.nodes).toEqual([{ slug: draft.slug }])
  })

  it('suggests topics and authors by names in any language, or in the one that is asked for', async () => {
    expect(await suggested('מצר')).toEqual([{ id: egypt.id, localizedName: 'מצרים' }])
    expect(await suggested('מצר', 'he')).toEqual([{ id: egypt.id, localizedName: 'מצרים' }])
    expect(await suggested('מצר', 'ar')).toEqual([])
    expect(await suggested('egyp', 'he')).toEqual([{ id: egypt.id, localizedName: 'מצרים' }])
    expect(await suggested('חור')).toEqual([{ id: jack.id, localizedName: "ג'קי חורי" }])
  })
})
