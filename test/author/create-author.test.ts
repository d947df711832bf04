import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { CREATE, faultsOf, type Payload } from './author-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const admin = api.as('ADMIN')
const given = givenIn(database)

const create = (input: object) => editor.mutate<Payload>(CREATE, { input })
const refused = (input: object) => expectNoChange(database, () => create(input))

const link = (label: string, url: string) => ({ label, url })

describe('createAuthor', () => {
  it('makes a page with all that is said of the author', async () => {
    const image = await given.image()
    const reporter = await api.as('REPORTER').user()
    const links = [link('Home', 'https://noa.example/'), link(' X ', 'http://x.example/noa?a=b#c')]

    const { author, userErrors } = await admin.mutate<Payload>(CREATE, {
      input: {
        name: ' Noa Levi ',
        slug: 'noa-levi',
        jobTitle: 'Correspondent',
        bio: 'One line.\nAnother.',
        imageId: image.id,
        links,
        userId: reporter.id,
      },
    })

    expect(userErrors).toEqual([])
    expect(author).toEqual({
      id: expect.stringMatching(/^author_/),
      slug: 'noa-levi',
      name: 'Noa Levi',
      jobTitle: 'Correspondent',
      bio: 'One line.\nAnother.',
      version: 1,
      image: { id: image.id },
      user: { id: reporter.id },
      links: [link('Home', 'https://noa.example/'), link('X', 'http://x.example/noa?a=b#c')],
      articleCount: 0,
    })
  })

  it('notes who made it', async () => {
    const { author } = await create({ name: 'Noted' })

    expect(await prisma.activity.findMany({ where: { subjectId: author?.id.slice('author_'.length) } })).toMatchObject([
      { subjectType: 'Author', action: 'CREATED', version: 1, actorId: (await editor.user()).uuid },
    ])
  })

  it.each([
    ['English', "Siobhán O'Neill", 'siobhan-oneill'],
    ['Hebrew', 'ג׳קי חורי', /^[a-z0-9-]+$/],
    ['Arabic', 'جاك خوري', /^[a-z0-9]+-[a-z0-9]+$/],
    ['images alone', '🎉', 'author'],
  ])('makes an address of a name in %s', async (_language, name, slug) => {
    const { author } = await create({ name })

    expect(author?.slug).toMatch(slug)
    expect(await api.query('query ($slug: String!) { author(slug: $slug) { name } }', { slug: author?.slug })).toEqual({
      author: { name },
    })
  })

  it('takes the next free address for a name that is there already, and never an old one', async () => {
    const moved = await given.author({ slug: 'same-name-2' })
    await prisma.author.update({ where: { id: moved.uuid }, data: { slug: 'elsewhere' } })

    const slugs = [await create({ name: 'Same Name' }), await create({ name: 'Same Name' })]

    expect(slugs.map(({ author }) => author?.slug)).toEqual(['same-name', 'same-name-3'])
  })

  it('refuses an address that is taken, and names one that is free', async () => {
    await given.author({ slug: 'wanted' })

    const payload = await refused({ name: 'Wanted', slug: 'wanted' })

    expect(faultsOf(payload)).toEqual([['TAKEN', 'input.slug']])
    expect(payload.userErrors[0]?.message).toContain('Use another, e.g. "wanted-2"')
  })

  it('tells of every fault at once, each with its place', async () => {
    await given.author({ slug: 'taken' })

    const payload = await refused({
      name: '',
      slug: 'taken',
      jobTitle: 'x'.repeat(201),
      bio: 'x'.repeat(5001),
      imageId: 'image_00000000-0000-4000-8000-000000000000',
      links: [link('', 'https://a.example'), link('x'.repeat(101), 'javascript:alert(1)')],
    })

    expect(payload.author).toBeNull()
    expect(faultsOf(payload).toSorted()).toEqual([
      ['INVALID', 'input.links.1.url'],
      ['NOT_FOUND', 'input.imageId'],
      ['REQUIRED', 'input.links.0.label'],
      ['REQUIRED', 'input.name'],
      ['TAKEN', 'input.slug'],
      ['TOO_LONG', 'input.bio'],
      ['TOO_LONG', 'input.jobTitle'],
      ['TOO_LONG', 'input.links.1.label'],
    ])
  })

  it.each([
    ['a slug with capitals', { slug: 'Noa' }, [['INVALID', 'input.slug']]],
    ['an image that is no image', { imageId: 'topic_1' }, [['NOT_FOUND', 'input.imageId']]],
    ['an empty image', { imageId: '' }, [['NOT_FOUND', 'input.imageId']]],
    ['a link to a file', { links: [link('x', 'file:///etc/passwd')] }, [['INVALID', 'input.links.0.url']]],
    ['a link with data', { links: [link('x', 'data:text/html,x')] }, [['INVALID', 'input.links.0.url']]],
    [
      'a link too long',
      { links: [link('x', `https://a.example/${'x'.repeat(2000)}`)] },
      [['TOO_LONG', 'input.links.0.url']],
    ],
    ['too many links', { links: Array(21).fill(link('x', 'https://a.example')) }, [['TOO_LONG', 'input.links']]],
  ])('refuses %s', async (_what, input, faults) => {
    expect(faultsOf(await refused({ name: 'Refused', ...input }))).toEqual(faults)
  })

  it('is for those who may edit authors', async () => {
    const input = { name: 'Forbidden' }

    await expectNoChange(database, async () => {
      expect(await api.errors(CREATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(CREATE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('gives a page to a colleague only where whoever does it manages people', async () => {
    const { id } = await api.as('REPORTER').user()

    await expectNoChange(database, async () => {
      expect(await editor.errors(CREATE, { input: { name: 'Mine', userId: id } })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    })
    const nobody = { name: 'Nobody', userId: 'user_00000000-0000-4000-8000-000000000000' }
    expect(faultsOf(await admin.mutate<Payload>(CREATE, { input: nobody }))).toEqual([['NOT_FOUND', 'input.userId']])
    expect((await create({ name: 'Nobody’s', userId: null })).author?.user).toBeNull()
  })

  it('happens once for an idempotency key', async () => {
    const input = { name: 'Once', idempotencyKey: 'author-once' }
    const first = await create(input)

    expect(await expectNoChange(database, () => create(input))).toEqual(first)
  })

  it.runIf(onPostgresql)('gives each of many at once an address of its own', async () => {
    const payloads = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'Rush' })))

    expect(payloads.flatMap(faultsOf)).toEqual([])
    expect(new Set(payloads.map(({ author }) => author?.slug)).size).toBe(20)
  })
})
