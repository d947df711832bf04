import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// Whether a caption has a text of its own, or shows its image's.

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const CAPTION = 'id text ownText altText ownAltText credit ownCredit image { id }'

interface Caption {
  id: string
  text: string | null
  ownText: string | null
  altText: string | null
  ownAltText: string | null
  credit: string | null
  ownCredit: string | null
  image: { id: string }
}

interface Saved {
  article: { id: string; version: number; captions: Caption[] } | null
  userErrors: { code: string; path: string[] }[]
}

const ANSWER = `article { id version captions { ${CAPTION} } } userErrors { code path }`
const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { ${ANSWER} } }`
const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { ${ANSWER} } }`
const ONE = `mutation ($input: UpdateCaptionInput!) { updateCaption(input: $input) { ${ANSWER} } }`
const ADD = `mutation ($input: AddCaptionInput!) { addCaption(input: $input) { ${ANSWER} } }`

const SAYS = { description: 'The harbour at night', altText: 'Cranes', credit: 'Reuters' }

/** A draft with one caption that has these texts. */
async function draft(texts: object, says: object = SAYS) {
  const image = await given.image(says)
  const { article } = await editor.mutate<Saved>(CREATE, {
    input: { headline: 'Harbour', locale: 'en', captions: [{ key: 'one', imageId: image.id, ...texts }] },
  })
  const [caption] = article?.captions ?? []
  if (!article || !caption) throw new Error('no draft')
  return { image, article, caption }
}

type Draft = Awaited<ReturnType<typeof draft>>

/** The caption after a save of texts, by both mutations that save them; they must agree. */
async function savedBoth(
  texts: object,
  make: () => Promise<Draft>,
  imageId?: string,
): Promise<{ version: number; caption: Caption | undefined }> {
  const [byList, alone] = [await make(), await make()]
  const key = byList.caption.id
  const list = await editor.mutate<Saved>(SAVE, {
    input: {
      id: byList.article.id,
      version: 1,
      captions: [{ key, imageId: imageId ?? byList.image.id, ...texts }],
    },
  })
  const one = await editor.mutate<Saved>(ONE, {
    input: { id: alone.caption.id, version: 1, ...texts, ...(imageId !== undefined && { imageId }) },
  })
  const outcomes = [list, one].map(({ article, userErrors }) => {
    expect(userErrors).toEqual([])
    return { version: article?.version ?? 0, caption: article?.captions[0] }
  })
  const [first, second] = outcomes.map(({ version, caption }) => ({ version, ...caption, id: '', image: null }))
  expect(first).toEqual(second)
  return outcomes[0] ?? { version: 0, caption: undefined }
}

describe('A new caption', () => {
  it('inherits what it is sent with where the image says the same', async () => {
    const { caption } = await draft({ text: SAYS.description, altText: `  ${SAYS.altText} `, credit: 'Own' })

    expect(caption).toMatchObject({ ownText: null, ownAltText: null, ownCredit: 'Own', text: SAYS.description })
  })

  it('inherits it when it is added alone, too', async () => {
    const { article, image } = await draft({})

    const { article: after } = await editor.mutate<Saved>(ADD, {
      input: { articleId: article.id, version: 1, imageId: image.id, text: SAYS.description, credit: 'Reuters' },
    })

    expect(after?.captions[1]).toMatchObject({ ownText: null, ownAltText: null, ownCredit: null, credit: 'Reuters' })
  })
})

describe('A caption that is saved again', () => {
  it('stays inherited where it is sent as shown', async () => {
    const texts = { text: SAYS.description, altText: SAYS.altText, credit: SAYS.credit }

    expect(await savedBoth(texts, () => draft({}))).toMatchObject({
      version: 1,
      caption: { ownText: null, ownAltText: null, ownCredit: null },
    })
  })

  it('keeps a text of its own that the image came to say as well', async () => {
    const make = async () => {
      const made = await draft({ credit: 'AFP' })
      await database.prisma.image.update({ where: { id: made.image.uuid }, data: { credit: 'AFP' } })
      return made
    }

    expect(await savedBoth({ text: null, altText: null, credit: 'AFP' }, make)).toMatchObject({
      version: 1,
      caption: { ownCredit: 'AFP' },
    })
  })

  it('inherits again where it is sent what the image says instead of its own', async () => {
    const make = () => draft({ credit: 'AFP' })

    expect(await savedBoth({ text: null, altText: null, credit: 'Reuters' }, make)).toMatchObject({
      version: 2,
      caption: { ownCredit: null, credit: 'Reuters' },
    })
  })

  it('inherits from the new image when only the image is replaced and the texts are sent as shown', async () => {
    const other = await given.image({ description: 'The bridge', altText: 'A bridge', credit: 'AP' })
    const shown = { text: SAYS.description, altText: SAYS.altText, credit: 'Own' }

    expect(await savedBoth(shown, () => draft({ credit: 'Own' }), other.id)).toMatchObject({
      version: 2,
      caption: { text: 'The bridge', ownText: null, altText: 'A bridge', ownAltText: null, ownCredit: 'Own' },
    })
  })

  it('takes what the old image said as its own where that was not shown', async () => {
    const other = await given.image({ credit: 'AP' })
    const texts = { text: null, altText: null, credit: SAYS.credit }

    expect(await savedBoth(texts, () => draft({ credit: 'Own' }), other.id)).toMatchObject({
      caption: { ownCredit: SAYS.credit },
    })
  })

  it('compares texts as they would be stored: Hebrew, line ends and spaces around', async () => {
    const says = { description: 'גשר\nישן', altText: 'גשר', credit: 'רויטרס' }
    const texts = { text: ' גשר\r\nישן ', altText: 'גשר\n', credit: '\tרויטרס' }

    expect(await savedBoth(texts, () => draft({}, says))).toMatchObject({
      version: 1,
      caption: { ownText: null, ownAltText: null, ownCredit: null },
    })
  })

  it('takes back an inherited text that is longer than a caption of its own may be', async () => {
    const says = { credit: 'x'.repeat(300) }

    expect(await savedBoth({ text: null, altText: null, credit: says.credit }, () => draft({}, says))).toMatchObject({
      version: 1,
      caption: { ownCredit: null },
    })
  })

  it('is refused another text with a character that cannot be stored, although the rest is what is shown', async () => {
    const { caption } = await draft({})

    const { userErrors } = await editor.mutate<Saved>(ONE, {
      input: { id: caption.id, version: 1, credit: `${SAYS.credit}${String.fromCharCode(0)}` },
    })

    expect(userErrors).toEqual([{ code: 'INVALID', path: ['input', 'credit'] }])
  })

  it('tells readers which texts are its own', async () => {
    const image = await given.image(SAYS)
    const { slug } = await given.article({ captions: [{ image, role: 'LEAD', text: '', credit: 'AFP' }] })

    expect(
      await api.query(
        `{ article(slug: "${slug}") { leadImage { text ownText altText ownAltText credit ownCredit } } }`,
      ),
    ).toEqual({
      article: {
        leadImage: {
          text: SAYS.description,
          ownText: null,
          altText: SAYS.altText,
          ownAltText: null,
          credit: 'AFP',
          ownCredit: 'AFP',
        },
      },
    })
  })
})
