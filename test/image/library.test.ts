import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

type Image = Omit<Given, 'slug'>

const SEARCH =
  'query ($search: String, $where: ImageWhereInput) { images(search: $search, where: $where) { nodes { headline } totalCount } }'

async function found(variables: object, client: Client = editor): Promise<string[]> {
  const { images } = await client.query<{ images: { nodes: { headline: string }[]; totalCount: number } }>(SEARCH, {
    ...variables,
  })
  expect(images.totalCount).toBe(images.nodes.length)
  return images.nodes.map(({ headline }) => headline).sort()
}

let portrait: Image

beforeAll(async () => {
  await given.image({
    headline: 'Bridge',
    altText: 'A bridge at dusk',
    description: 'The old crossing, seen from the north',
    creator: 'Ada Lovelace',
    copyrightHolder: 'Reuters',
    width: 800,
    height: 600,
    takenAt: '2026-01-01T00:00:00.000Z',
  })
  await given.image({
    headline: 'Delegation',
    description: 'Delegates cross the courtyard',
    credit: 'AP',
    creator: 'Noa Levi',
    width: 600,
    height: 800,
    sizeBytes: 5000,
  })
  portrait = await given.image({ headline: 'Portrait', altText: 'جسر قديم', width: 500, height: 500 })
})

describe('images(search:)', () => {
  it.each([
    ['bridge', ['Bridge']],
    ['BRIDGE', ['Bridge']],
    ['bri', ['Bridge']],
    ['cross', ['Bridge', 'Delegation']],
    ['crossing nor', ['Bridge']],
    ['nor crossing', []],
    ['ada', ['Bridge']],
    ['ap', ['Delegation']],
    ['reuters', ['Bridge']],
    ['courtyard OR dusk', ['Bridge', 'Delegation']],
    ['courtyard OR du', ['Bridge', 'Delegation']],
    ['"old crossing"', ['Bridge']],
    ['"old cross"', []],
    ['"crossing old"', []],
    ['cross -courtyard', []],
    ['crossing -courtyard', ['Bridge']],
    ['-bridge', ['Delegation', 'Portrait']],
    ['جسر', ['Portrait']],
    ['قد', ['Portrait']],
    ['absent', []],
    ["o'brien", []],
    ["bridge' | 'x", []],
    ['bridge &', ['Bridge']],
    ['bridge:*', ['Bridge']],
    ['bridge \\', ['Bridge']],
    ['"bridge', ['Bridge']],
  ])('finds by %j', async (search, headlines) => {
    expect(await found({ search })).toEqual(headlines)
  })

  it.each(['', '  ', '!!', '"" -', 'x'.repeat(201)])('refuses %j', async (search) => {
    expect(await editor.errors(SEARCH, { search })).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'search' } },
    ])
  })

  it('goes with a filter, an order and pages', async () => {
    const document = `query ($after: String) { images(search: "cross", first: 1, after: $after, orderBy: { width: ASC }, where: { width: { gt: 1 } }) {
      nodes { headline } pageInfo { endCursor hasNextPage } } }`
    interface Page {
      images: { nodes: { headline: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } }
    }
    const first = await editor.query<Page>(document)
    const second = await editor.query<Page>(document, { after: first.images.pageInfo.endCursor })

    expect([first, second].map(({ images }) => [images.nodes[0]?.headline, images.pageInfo.hasNextPage])).toEqual([
      ['Delegation', true],
      ['Bridge', false],
    ])
  })
})

describe('The filters of the library', () => {
  it.each([
    [{ orientation: { equals: 'LANDSCAPE' } }, ['Bridge']],
    [{ orientation: { in: ['PORTRAIT', 'SQUARE'] } }, ['Delegation', 'Portrait']],
    [{ orientation: { not: 'SQUARE' } }, ['Bridge', 'Delegation']],
    [{ creator: { startsWith: 'Ada' } }, ['Bridge']],
    [{ copyrightHolder: { equals: 'Reuters' } }, ['Bridge']],
    [{ headline: { contains: 'ridge' } }, ['Bridge']],
    [{ sizeBytes: { gte: 5000 } }, ['Delegation']],
    [{ takenAt: { lt: '2026-02-01T00:00:00Z' } }, ['Bridge']],
    [{ width: { lte: 600 }, height: { gt: 500 } }, ['Delegation']],
    [{ NOT: { creator: { equals: null } } }, ['Bridge', 'Delegation']],
  ])('%j', async (where, headlines) => {
    expect(await found({ where })).toEqual(headlines)
  })

  it('find what nothing shows, for the desk', async () => {
    const image = await given.image({ headline: 'In an old revision' })
    await given.revision(await given.article({ status: 'DRAFT', captions: [{ image }] }))
    const face = await given.image({ headline: 'A face' })
    await given.author({ imageId: face.uuid })

    expect(await found({ where: { unused: true } })).toEqual(['Bridge', 'Delegation', 'Portrait'])
    expect(await found({ where: { unused: false } })).toEqual(['A face', 'In an old revision'])
    expect(await api.errors(SEARCH, { where: { unused: true } })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await found({}, api)).toEqual(['A face'])
    expect(await found({ search: 'bridge' }, api)).toEqual([])
  })
})

describe('Image.uses', () => {
  const USES = `query ($id: ID!) { image(id: $id) { uses { totalCount nodes { article { slug status } caption { text } isLive } } } }`
  const FOR_READERS = USES.replace('isLive', '')

  it('are the live articles to readers; to the desk scheduled and latest revisions too, each caption once', async () => {
    const shared = '00000000-0000-4000-8000-0000000000a1'
    const live = await given.article({ slug: 'use-live', captions: [{ id: shared, image: portrait, text: 'Live' }] })
    await given.revision(live, { captions: [{ id: shared, image: portrait, text: 'Changed' }] })
    const dropped = await given.article({
      slug: 'use-dropped',
      captions: [{ image: portrait, text: 'Only live' }],
      publishedAt: '2019-01-01T00:00:00Z',
    })
    await given.revision(dropped)
    await given.article({ slug: 'use-draft', status: 'DRAFT', captions: [{ image: portrait, text: 'Draft' }] })
    const planned = await given.article({
      slug: 'use-scheduled',
      status: 'SCHEDULED',
      captions: [{ image: portrait, text: 'Planned' }],
    })
    await given.revision(planned)
    const past = await given.article({
      slug: 'use-past',
      status: 'DRAFT',
      captions: [{ image: portrait, text: 'Past' }],
    })
    await given.revision(past)

    const readers = await api.query(FOR_READERS, { id: portrait.id })
    expect(readers).toEqual({
      image: {
        uses: {
          totalCount: 2,
          nodes: [
            { article: { slug: 'use-live', status: 'PUBLISHED' }, caption: { text: 'Live' } },
            { article: { slug: 'use-dropped', status: 'PUBLISHED' }, caption: { text: 'Only live' } },
          ],
        },
      },
    })
    const { image } = await editor.query<{
      image: { uses: { totalCount: number; nodes: { article: { slug: string } }[] } }
    }>(USES, {
      id: portrait.id,
    })
    expect(image.uses.totalCount).toBe(4)
    expect(image.uses.nodes.slice(2)).toEqual([
      { article: { slug: 'use-live', status: 'PUBLISHED' }, caption: { text: 'Live' }, isLive: true },
      { article: { slug: 'use-dropped', status: 'PUBLISHED' }, caption: { text: 'Only live' }, isLive: true },
    ])
    expect(image.uses.nodes.slice(0, 2)).toEqual(
      expect.arrayContaining([
        { article: { slug: 'use-draft', status: 'DRAFT' }, caption: { text: 'Draft' }, isLive: false },
        { article: { slug: 'use-scheduled', status: 'SCHEDULED' }, caption: { text: 'Planned' }, isLive: false },
      ]),
    )
  })
})
