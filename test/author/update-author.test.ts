import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { faultsOf, type Payload, UPDATE } from './author-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const admin = api.as('ADMIN')
const given = givenIn(database)

const update = (input: object) => editor.mutate<Payload>(UPDATE, { input })
const refused = (input: object) => expectNoChange(database, () => update(input))

describe('updateAuthor', () => {
  it('changes what the input says, and nothing else', async () => {
    const image = await given.image()
    const { id, slug } = await given.author({ jobTitle: 'Editor', bio: 'Kept', imageId: image.uuid })
    await update({ id, version: 1, links: [{ label: 'Home', url: 'https://a.example/' }] })

    const { author, userErrors } = await update({ id, version: 2, name: 'Renamed', jobTitle: null })

    expect(userErrors).toEqual([])
    expect(author).toEqual({
      id,
      slug,
      name: 'Renamed',
      jobTitle: null,
      bio: 'Kept',
      version: 3,
      image: { id: image.id },
      user: null,
      links: [{ label: 'Home', url: 'https://a.example/' }],
      articleCount: 0,
    })
  })

  it('replaces links whole, and clears with null', async () => {
    const { id } = await given.author({ bio: 'x', imageId: (await given.image()).uuid })
    const [a, b] = ['a', 'b'].map((label) => ({ label, url: `https://${label}.example/` }))

    expect((await update({ id, version: 1, links: [a, b] })).author?.links).toEqual([a, b])
    expect((await update({ id, version: 2, links: [b] })).author?.links).toEqual([b])
    const cleared = await update({ id, version: 3, links: null, bio: null, imageId: null })
    expect(cleared.author).toMatchObject({ version: 4, links: [], bio: null, image: null })
  })

  it('writes nothing where nothing changes', async () => {
    const { id, name, slug } = await given.author()

    expect((await refused({ id, version: 1, name, slug, links: [], userId: null })).author?.version).toBe(1)
  })

  it('leaves the old address as one that leads to the new', async () => {
    const { id } = await given.author({ slug: 'maiden-name' })

    await update({ id, version: 1, slug: 'married-name' })

    expect(await api.query('{ resolvePath(path: "/author/maiden-name") { ... on Redirect { location } } }')).toEqual({
      resolvePath: { location: '/author/married-name' },
    })
  })

  it('keeps the name as it was printed, and lets articles be found by both', async () => {
    const author = await given.author({ name: 'Zanzibar' })
    const { slug } = await given.article({ credits: [{ author }] })
    const found = async (query: string) =>
      (await api.query<{ search: { nodes: object[] } }>(`{ search(query: "${query}") { nodes { slug } } }`)).search
        .nodes

    await update({ id: author.id, version: 1, name: 'Quokkaland' })

    const { article } = await api.query<{ article: object }>(
      `{ article(slug: "${slug}") { byline credits { name author { name } } } }`,
    )
    expect(article).toEqual({ byline: 'By Zanzibar', credits: [{ name: 'Zanzibar', author: { name: 'Quokkaland' } }] })
    expect([await found('Zanzibar'), await found('Quokkaland')]).toEqual([[{ slug }], [{ slug }]])
    await expectExactCounts(database)
  })

  it('notes who changed what', async () => {
    const { id, uuid } = await given.author()

    await update({ id, version: 1, bio: 'Noted', links: [{ label: 'a', url: 'https://a.example' }] })

    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { action: 'SAVED', version: 2, actorId: (await editor.user()).uuid, changedPaths: ['bio', 'links'] },
    ])
  })

  it('refuses a change of an old version, and says who made the new one', async () => {
    const { id } = await given.author()
    await admin.mutate(UPDATE, { input: { id, version: 1, name: 'First' } })

    expect(await refused({ id, version: 1, name: 'Second' })).toMatchObject({
      author: null,
      conflict: { currentVersion: 2, changedBy: { id: (await admin.user()).id } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
  })

  it('tells of every fault at once, each with its place', async () => {
    await given.author({ slug: 'other-author' })
    const { id } = await given.author()

    const payload = await refused({ id, version: 1, name: null, slug: 'other-author', imageId: 'nonsense' })

    expect(faultsOf(payload).toSorted()).toEqual([
      ['NOT_FOUND', 'input.imageId'],
      ['REQUIRED', 'input.name'],
      ['TAKEN', 'input.slug'],
    ])
    expect(payload.userErrors.map(({ message }) => message).join()).toContain('Use another, e.g. "other-author-2"')
  })

  it('says that a slug cannot be cleared', async () => {
    const { id } = await given.author()

    expect(faultsOf(await refused({ id, version: 1, slug: null }))).toEqual([['REQUIRED', 'input.slug']])
  })

  it.each(['author_00000000-0000-4000-8000-000000000000', 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect(faultsOf(await refused({ id, version: 1, name: 'x' }))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is for those who may edit authors', async () => {
    const { id } = await given.author()
    const input = { id, version: 1, name: 'Forbidden' }

    await expectNoChange(database, async () => {
      expect(await api.errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('gives a page to a colleague, or takes it, only where whoever does it manages people', async () => {
    const reporter = await api.as('REPORTER').user()
    const { id } = await given.author()
    const given2 = await admin.mutate<Payload>(UPDATE, { input: { id, version: 1, userId: reporter.id } })
    expect(given2.author?.user).toEqual({ id: reporter.id })

    await expectNoChange(database, async () => {
      for (const userId of [null, (await editor.user()).id])
        expect(await editor.errors(UPDATE, { input: { id, version: 2, userId } })).toMatchObject([
          { extensions: { code: 'FORBIDDEN' } },
        ])
    })
    // Sending back what is there is no change of it.
    expect((await update({ id, version: 2, userId: reporter.id, name: 'Same page' })).author?.version).toBe(3)
  })

  it('makes one of many changes at once, and tells the others', async () => {
    const { id } = await given.author()

    const payloads = await Promise.all(
      Array.from({ length: 20 }, (_, n) => update({ id, version: 1, name: `At once ${n}`, slug: `at-once-${n}` })),
    )

    expect(payloads.filter(({ author }) => author)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(19).fill(['CONFLICT', 'input.version']))
  })

  it.runIf(onPostgresql)('gives an address to one of many who want it at once', async () => {
    const authors = await Promise.all(Array.from({ length: 10 }, () => given.author()))

    const payloads = await Promise.all(authors.map(({ id }) => update({ id, version: 1, slug: 'coveted' })))

    expect(payloads.filter(({ author }) => author)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(9).fill(['TAKEN', 'input.slug']))
  })

  it.runIf(onPostgresql)('lets what goes live at the same moment be found by the new name', async () => {
    for (let round = 0; round < 10; round++) {
      const author = await given.author()
      const topic = await given.topic()
      const articles = await Promise.all(
        Array.from({ length: 5 }, () => given.article({ credits: [{ author }], topics: [topic], status: 'DRAFT' })),
      )

      await Promise.all([
        ...articles.map((article) => given.live(article, article.revisionId)),
        update({ id: author.id, version: 1, name: `Name ${round}`, slug: `name-${round}` }),
        prisma.topic.update({ where: { id: topic.uuid }, data: { name: `Other name ${round}` } }),
      ])

      await expectExactCounts(database)
    }
  })
})
