import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { CREATE, create, created, everythingWritten, faultsOf } from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const reporter = api.as('REPORTER', 'Noa')

describe('createArticle', () => {
  it('makes a draft with its first revision, its credits, topics and captions in their order', async () => {
    const [first, second] = [await given.topic(), await given.topic()]
    const author = await given.author({ name: 'Jack Khoury' })
    const image = await given.image()

    const article = await created(reporter, {
      headline: '  Storm over Cairo ',
      kicker: 'Weather',
      standfirst: 'It came\nat night.',
      locale: 'en-gb',
      credits: [{ name: 'Reuters', role: 'PHOTOGRAPHER' }, { authorId: author.id }],
      topics: [{ slug: second.slug, rel: 'MENTIONS' }, { topicId: first.id }],
      captions: [
        { key: 'lead', imageId: image.id, role: 'LEAD', text: 'Clouds', altText: 'Dark clouds', credit: 'AP' },
        { key: 'map', imageId: image.id },
      ],
      body: [
        { paragraph: { html: 'It <b>rained</b>.' } },
        { heading: { level: 2, text: 'In the <city>' } },
        { image: { captionKey: 'map' } },
        { quote: { text: 'Never before.', attribution: 'A neighbour' } },
        { list: { items: ['One', '<i>Two</i>'] } },
        { embed: { url: 'https://video.example/1', title: 'The storm' } },
      ],
      editorNote: 'Check with the met office.',
      embargoedUntil: '2099-01-01T00:00:00Z',
      clientMutationId: 'x1',
    })

    expect(article).toMatchObject({
      slug: 'storm-over-cairo',
      locale: 'en-GB',
      version: 1,
      status: 'DRAFT',
      workflowState: 'DRAFT',
      headline: 'Storm over Cairo',
      kicker: 'Weather',
      standfirst: 'It came\nat night.',
      editorNote: 'Check with the met office.',
      embargoedUntil: '2099-01-01T00:00:00.000Z',
      credits: [
        { role: 'PHOTOGRAPHER', name: 'Reuters', author: null },
        { role: 'WRITER', name: 'Jack Khoury', author: { id: author.id } },
      ],
      topics: [
        { rel: 'MENTIONS', topic: { slug: second.slug } },
        { rel: 'ABOUT', topic: { slug: first.slug } },
      ],
      captions: [
        { role: 'LEAD', text: 'Clouds', altText: 'Dark clouds', credit: 'AP' },
        { role: 'INLINE', text: null },
      ],
      bodyText: 'It rained.\n\nIn the <city>\n\nNever before.\nA neighbour\n\nOne\nTwo\n\nThe storm',
      revisions: { totalCount: 1, nodes: [{ number: 1, createdBy: { name: 'Noa' } }] },
      activity: { nodes: [{ action: 'CREATED', actor: { name: 'Noa' } }] },
    })
    expect(article.body[2]?.caption).toEqual({ id: article.captions[1]?.id })
    expect(article.bodyHtml).toContain('<p>It <strong>rained</strong>.</p>')
    expect(article.bodyHtml).toContain('In the &lt;city&gt;')
  })

  it('needs no more than a headline and a language', async () => {
    const article = await created(reporter, { headline: 'Short' })

    expect(article).toMatchObject({ kicker: null, standfirst: null, body: [], credits: [], topics: [], captions: [] })
  })

  it.each(['REPORTER', 'EDITOR', 'ADMIN'] as const)('is open to everybody at the desk: %s', async (role) => {
    expect(faultsOf(await create(api.as(role)))).toEqual([])
  })

  it('is refused to readers, whatever they send', async () => {
    const before = await everythingWritten(database)

    const errors = await api.errors(CREATE, { input: { headline: '', locale: 'en' } })

    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED'])
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('gives clientMutationId back, also with faults', async () => {
    expect(await create(reporter, { clientMutationId: 'mine' })).toMatchObject({ clientMutationId: 'mine' })
    expect(await create(reporter, { slug: '', clientMutationId: 'mine' })).toMatchObject({
      article: null,
      clientMutationId: 'mine',
    })
  })

  it('is nothing that readers see', async () => {
    const { id, slug } = await created(reporter)

    expect(
      await api.query(
        'query ($id: ID!, $slug: String!) { byId: article(id: $id) { id } bySlug: article(slug: $slug) { id } }',
        { id, slug },
      ),
    ).toEqual({
      byId: null,
      bySlug: null,
    })
  })
})

describe('a translation', () => {
  it('joins the story of the article that it translates', async () => {
    const original = await created(reporter, { locale: 'en' })
    const translation = await created(reporter, { locale: 'he', translationOf: original.id })
    const further = await created(reporter, { locale: 'ar', translationOf: translation.id })

    const rows = await database.prisma.article.findMany({
      where: { id: { in: [original, translation, further].map(({ id }) => id.replace('article_', '')) } },
      select: { translationGroupId: true },
    })

    expect(new Set(rows.map(({ translationGroupId }) => translationGroupId)).size).toBe(1)
  })

  it.each([
    ['of nothing', 'NOT_FOUND', () => 'article_00000000-0000-4000-8000-000000000000'],
    ['of what is no id', 'NOT_FOUND', () => 'nonsense'],
    ['of a topic', 'NOT_FOUND', async () => (await given.topic()).id],
    ['in the language of its original', 'INVALID', async () => (await given.article({ locale: 'he' })).id],
  ])('%s is refused', async (_what, code, originalId) => {
    const translationOf = await originalId()
    const before = await everythingWritten(database)

    const refused = await create(reporter, { locale: 'he', translationOf })

    expect(faultsOf(refused)).toEqual([`${code} input.translationOf`])
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('in a language that the story has already is TAKEN', async () => {
    const original = await given.article({ locale: 'en' })
    await given.article({ locale: 'he', translationOf: original })

    expect(faultsOf(await create(reporter, { locale: 'he', translationOf: original.id }))).toEqual([
      'TAKEN input.translationOf',
    ])
  })
})
