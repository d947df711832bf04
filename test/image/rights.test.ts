import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

// An image whose rights have ended, or that is withheld: nothing of it is there for readers, wherever they look.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const PAST = '2020-01-01T00:00:00.000Z'
const LEAD = '00000000-0000-4000-8000-000000000011'
const INLINE = '00000000-0000-4000-8000-000000000012'
const SHOWN = '00000000-0000-4000-8000-000000000013'

const PAGE = `headline leadImage { text image { id } } captions { text position }
  body { ... on ImageBlock { caption { text } } } bodyHtml`

type Image = Omit<Given, 'slug'>

let usable: Image
let expired: Image
let withheld: Image
let article: Given

beforeAll(async () => {
  usable = await given.image({ altText: 'Usable', rightsExpireAt: '2099-01-01T00:00:00.000Z' })
  expired = await given.image({ altText: 'Expired', rightsExpireAt: PAST })
  withheld = await given.image({ altText: 'Withheld', withheldAt: PAST, withheldReason: 'A child is in it' })
  article = await given.article({
    slug: 'page',
    headline: 'Page',
    captions: [
      { id: LEAD, image: expired, role: 'LEAD', text: 'Lead' },
      { id: INLINE, image: withheld, text: 'Inline' },
      { id: SHOWN, image: usable, text: 'Shown' },
    ],
    body: [
      { type: 'image', captionId: INLINE },
      { type: 'image', captionId: SHOWN },
    ],
  })
})

const asReadersSeeIt = {
  headline: 'Page',
  leadImage: null,
  captions: [{ text: 'Shown', position: 2 }],
  body: [{ caption: null }, { caption: { text: 'Shown' } }],
  bodyHtml: expect.stringMatching(/^<figure>[^<]*<img[^>]*alt="Usable"[^>]*>.*Shown.*<\/figure>\n$/s),
}

describe('An image that may not be shown', () => {
  it('is left out of the article for readers', async () => {
    expect(await api.query(`{ article(slug: "page") { ${PAGE} } }`)).toEqual({ article: asReadersSeeIt })
  })

  it('is seen by the desk, with why', async () => {
    const { article: seen } = await editor.query<{ article: object }>(`{ article(slug: "page") {
      captions { text rightsState image { rightsState withheldReason rightsExpireAt } }
      body { ... on ImageBlock { caption { text rightsState } } } } }`)

    expect(seen).toEqual({
      captions: [
        {
          text: 'Lead',
          rightsState: 'EXPIRED',
          image: { rightsState: 'EXPIRED', withheldReason: null, rightsExpireAt: PAST },
        },
        {
          text: 'Inline',
          rightsState: 'WITHHELD',
          image: { rightsState: 'WITHHELD', withheldReason: 'A child is in it', rightsExpireAt: null },
        },
        { text: 'Shown', rightsState: 'USABLE', image: expect.objectContaining({ rightsState: 'USABLE' }) },
      ],
      body: [
        { caption: { text: 'Inline', rightsState: 'WITHHELD' } },
        { caption: { text: 'Shown', rightsState: 'USABLE' } },
      ],
    })
  })

  it('is in no bodyHtml, which has no place to say why', async () => {
    const { article: seen } = await editor.query<{ article: { bodyHtml: string } }>(
      '{ article(slug: "page") { bodyHtml } }',
    )

    expect(seen.bodyHtml).toEqual(asReadersSeeIt.bodyHtml)
  })

  it.each<[string, Client]>([
    ['readers', api],
    ['editors', editor],
  ])('is left out of a preview for %s', async (_, client) => {
    const { token } = await given.previewLink(article)
    const document = `query ($token: String!) { article(slug: "page", stage: DRAFT, previewToken: $token) { ${PAGE} } }`

    expect(await client.query(document, { token })).toEqual({ article: asReadersSeeIt })
  })

  it('cannot be reached by readers in any other way', async () => {
    const author = await given.author({ slug: 'portrayed', imageId: expired.uuid })
    const ids = [expired, withheld].map(({ id }) => id)
    const captions = [LEAD, INLINE].map((id) => `caption_${id}`)

    const seen = await api.query(
      `query ($ids: [ID!]!, $captions: [ID!]!, $id: ID!) {
        nodes(ids: $ids) { id } captions: nodes(ids: $captions) { id } image(id: $id) { id } author(slug: "portrayed") { name image { id } }
        images { nodes { altText } totalCount } hidden: images(where: { rightsState: { not: USABLE } }) { totalCount }
        byCaption: articles(where: { captions: { some: { text: { equals: "Lead" } } } }) { totalCount }
        byImage: articles(where: { captions: { some: { image: { altText: { equals: "Withheld" } } } } }) { totalCount } }`,
      { ids, captions, id: expired.id },
    )

    expect(seen).toEqual({
      nodes: [null, null],
      captions: [null, null],
      image: null,
      author: { name: author.name, image: null },
      images: { nodes: [{ altText: 'Usable' }], totalCount: 1 },
      hidden: { totalCount: 0 },
      byCaption: { totalCount: 0 },
      byImage: { totalCount: 0 },
    })
  })

  it('goes at the moment by the clock of the database, without anything that notices', async () => {
    const image = await given.image({ altText: 'Soon' })
    await given.article({ slug: 'soon', captions: [{ image, role: 'LEAD' }] })
    await prisma.$executeRaw`UPDATE image SET rights_expire_at = now() + interval '1 second' WHERE id = ${image.uuid}::uuid`
    const lead = async () =>
      (
        await api.query<{ article: { leadImage: object | null } }>(
          '{ article(slug: "soon") { leadImage { altText } } }',
        )
      ).article.leadImage
    const isOver = async () => {
      const rows = await prisma.$queryRaw<{ over: boolean }[]>`
        SELECT rights_expire_at <= now() AS over FROM image WHERE id = ${image.uuid}::uuid`
      return rows[0]?.over === true
    }

    // Asked before and after the reading, so that the answer is sure whichever way the moment fell.
    for (;;) {
      const wasOver = await isOver()
      const seen = await lead()
      const nowOver = await isOver()
      if (!nowOver) expect(seen).toEqual({ altText: 'Soon' })
      if (wasOver) {
        expect(seen).toBeNull()
        break
      }
    }
  })
})

describe('The state of rights', () => {
  it('is withheld before all else, and never ended where no end is set', async () => {
    const both = await given.image({ rightsExpireAt: PAST, withheldAt: PAST })
    const free = await given.image()
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { rightsState } } }'

    expect(await editor.query(document, { ids: [both.id, free.id] })).toEqual({
      nodes: [{ rightsState: 'WITHHELD' }, { rightsState: 'USABLE' }],
    })
  })

  it('filters the library', async () => {
    const count = `query ($state: RightsState!) { images(where: { rightsState: { equals: $state }, altText: { in: ["Usable", "Expired", "Withheld"] } }) {
      nodes { altText } } }`

    expect(await editor.query(count, { state: 'EXPIRED' })).toEqual({ images: { nodes: [{ altText: 'Expired' }] } })
    expect(await editor.query(count, { state: 'WITHHELD' })).toEqual({ images: { nodes: [{ altText: 'Withheld' }] } })
    expect(await editor.query(count, { state: 'USABLE' })).toEqual({ images: { nodes: [{ altText: 'Usable' }] } })
  })
})
