import { describe, expect, it } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const UPDATE = `mutation ($input: UpdateImageInput!) { updateImage(input: $input) {
  image { id headline altText description credit creator copyrightHolder copyrightNotice usageTerms webStatement digitalSource keywords city country sourceName instructions captionWriter takenAt rightsExpireAt focalPoint { x y } rightsState withheldReason version }
  conflict { currentVersion changedBy { id } } userErrors { code path message } } }`

interface Payload {
  image: { version: number; [field: string]: unknown } | null
  conflict: { currentVersion: number; changedBy: { id: string } | null } | null
  userErrors: UserError[]
}

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const update = (input: object) => editor.mutate<Payload>(UPDATE, { input })
const refused = (input: object) => expectNoChange(database, () => update(input))
const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, path.join('.')])

const ALL = {
  headline: 'Bridge',
  altText: 'גשר',
  description: 'جسر على النيل\nSecond line',
  credit: 'Reuters',
  creator: 'Noa Levi',
  copyrightHolder: 'The Daily',
  copyrightNotice: '© 2026 The Daily',
  usageTerms: 'Once.\nNot again.',
  webStatement: 'https://daily.example/rights',
  digitalSource: 'COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA',
  keywords: ['bridge', 'גשר'],
  city: 'Cairo',
  country: 'Egypt',
  sourceName: 'Tarn Archive',
  instructions: 'Not in print.\nMandatory credit.',
  captionWriter: 'dy',
  takenAt: '1956-07-26T17:30:00.000Z',
  rightsExpireAt: '2030-01-01T00:00:00.000Z',
  focalPoint: { x: 0.25, y: 1 },
}

const FREE = { rightsState: 'USABLE', withheldReason: null }

describe('updateImage', () => {
  it('changes all that is said of an image', async () => {
    const { id } = await given.image()

    const { image, userErrors } = await update({ id, version: 1, ...ALL })

    expect(userErrors).toEqual([])
    expect(image).toEqual({ id, ...ALL, ...FREE, version: 2 })
  })

  it('leaves what the input leaves out, and clears with null', async () => {
    const { id } = await given.image()
    await update({ id, ...ALL })

    expect((await update({ id, credit: 'AP' })).image).toEqual({ id, ...ALL, ...FREE, credit: 'AP', version: 3 })
    const nothing = Object.fromEntries(Object.keys(ALL).map((name) => [name, null]))
    const empty = { ...nothing, keywords: [] }
    expect((await update({ id, ...nothing })).image).toEqual({
      ...{ id, ...empty, ...FREE, version: 4 },
      headline: '',
    })
  })

  it('leaves an image without a headline as it is where a form sends back the empty one', async () => {
    const { id } = await given.image()

    const { image } = await refused({ id, version: 1, headline: '' })

    expect(image).toMatchObject({ headline: '', version: 1 })
  })

  it('writes nothing where nothing changes', async () => {
    const { id } = await given.image()
    await update({ id, version: 1, ...ALL })

    expect((await refused({ id, version: 2, ...ALL })).image?.version).toBe(2)
  })

  it('shows on live articles, but where a caption has its own words', async () => {
    const image = await given.image({ altText: 'Old' })
    const { slug } = await given.article({
      captions: [
        { image, role: 'LEAD' },
        { image, altText: 'Its own' },
      ],
    })

    await update({ id: image.id, version: 1, altText: 'New' })

    expect(await api.query(`{ article(slug: "${slug}") { captions { altText } } }`)).toEqual({
      article: { captions: [{ altText: 'New' }, { altText: 'Its own' }] },
    })
  })

  it('notes who changed what', async () => {
    const { id, uuid } = await given.image()

    await update({ id, version: 1, altText: 'x', focalPoint: { x: 0, y: 0 } })

    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      {
        subjectType: 'Image',
        action: 'SAVED',
        version: 2,
        actorId: (await editor.user()).uuid,
        changedPaths: ['altText', 'focalPoint'],
      },
    ])
  })

  it('refuses a change of an old version, and takes any where none is named', async () => {
    const { id } = await given.image()
    await api.as('ADMIN').mutate(UPDATE, { input: { id, version: 1, altText: 'First' } })

    expect(await refused({ id, version: 1, altText: 'Second' })).toMatchObject({
      image: null,
      conflict: { currentVersion: 2, changedBy: { id: (await api.as('ADMIN').user()).id } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
    expect((await update({ id, altText: 'Third' })).image).toMatchObject({ altText: 'Third', version: 3 })
  })

  it('tells of every fault at once, each with its place', async () => {
    const { id } = await given.image()

    const payload = await refused({
      id,
      version: 1,
      headline: 'x'.repeat(201),
      altText: 'x'.repeat(501),
      description: 'x'.repeat(2001),
      credit: 'x'.repeat(201),
      creator: 'x'.repeat(201),
      copyrightHolder: 'x'.repeat(201),
      copyrightNotice: 'x'.repeat(501),
      usageTerms: 'a\0',
      webStatement: `https://daily.example/${'x'.repeat(500)}`,
      city: 'x'.repeat(101),
      keywords: ['good', 'x'.repeat(65), ' '],
      focalPoint: { x: -0.01, y: 1.01 },
    })

    expect(faultsOf(payload)).toEqual([
      ['TOO_LONG', 'input.headline'],
      ['TOO_LONG', 'input.altText'],
      ['TOO_LONG', 'input.description'],
      ['TOO_LONG', 'input.credit'],
      ['TOO_LONG', 'input.creator'],
      ['TOO_LONG', 'input.copyrightHolder'],
      ['TOO_LONG', 'input.copyrightNotice'],
      ['INVALID', 'input.usageTerms'],
      ['TOO_LONG', 'input.webStatement'],
      ['TOO_LONG', 'input.city'],
      ['TOO_LONG', 'input.keywords.1'],
      ['REQUIRED', 'input.keywords.2'],
      ['INVALID', 'input.focalPoint.x'],
      ['INVALID', 'input.focalPoint.y'],
    ])
  })

  it.each(['javascript:alert(1)', 'mailto:rights@daily.example', 'daily.example/rights', '/rights'])(
    'takes no page of rights at %s',
    async (webStatement) => {
      const { id } = await given.image()

      expect(faultsOf(await refused({ id, webStatement }))).toEqual([['INVALID', 'input.webStatement']])
    },
  )

  it.each(['image_00000000-0000-4000-8000-000000000000', 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect(faultsOf(await refused({ id, altText: 'x' }))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is for those who may edit images', async () => {
    const input = { id: (await given.image()).id, altText: 'Forbidden' }

    await expectNoChange(database, async () => {
      expect(await api.errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('loses none of several changes at once that name no version', async () => {
    const { id } = await given.image()
    const { takenAt: _, rightsExpireAt: __, focalPoint: ___, ...texts } = ALL

    const payloads = await Promise.all(Object.entries(texts).map(([name, text]) => update({ id, [name]: text })))

    expect(payloads.flatMap(faultsOf)).toEqual([])
    const { image } = await update({ id })
    expect(image).toMatchObject({ ...texts, version: 1 + Object.keys(texts).length })
  })

  it('makes one of many changes at once of one version, and tells the others', async () => {
    const { id } = await given.image()

    const payloads = await Promise.all(
      Array.from({ length: 10 }, (_, n) => update({ id, version: 1, altText: `At once ${n}` })),
    )

    expect(payloads.filter(({ image }) => image)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(9).fill(['CONFLICT', 'input.version']))
  })
})

describe('Withholding an image', () => {
  it('takes it from readers at once, on live pages too, and gives it back', async () => {
    const image = await given.image()
    const { slug } = await given.article({ captions: [{ image, role: 'LEAD', text: 'Shown' }] })
    const lead = `{ article(slug: "${slug}") { leadImage { text } } }`
    expect(await api.query(lead)).toEqual({ article: { leadImage: { text: 'Shown' } } })

    const withheld = await update({ id: image.id, version: 1, withheld: true, withheldReason: 'A child is in it' })
    expect(withheld.image).toMatchObject({ rightsState: 'WITHHELD', withheldReason: 'A child is in it', version: 2 })
    expect(await api.query(lead)).toEqual({ article: { leadImage: null } })

    const shown = await update({ id: image.id, version: 2, withheld: false })
    expect(shown.image).toMatchObject({ ...FREE, version: 3 })
    expect(await api.query(lead)).toEqual({ article: { leadImage: { text: 'Shown' } } })
  })

  it('keeps since when and why while other things change, and is noted', async () => {
    const { id, uuid } = await given.image()
    await update({ id, withheld: true, withheldReason: 'x' })
    const since = await prisma.image.findUnique({ where: { id: uuid }, select: { withheldAt: true } })

    await update({ id, withheld: true, credit: 'AP' })
    expect((await update({ id, withheldReason: 'y' })).image).toMatchObject({ withheldReason: 'y', credit: 'AP' })
    expect(await prisma.image.findUnique({ where: { id: uuid }, select: { withheldAt: true } })).toEqual(since)
    expect((await update({ id, withheldReason: null })).image).toMatchObject({
      rightsState: 'WITHHELD',
      withheldReason: null,
    })

    const activities = await prisma.activity.findMany({ where: { subjectId: uuid }, orderBy: { version: 'asc' } })
    expect(activities.map(({ changedPaths }) => changedPaths)).toEqual([
      ['withheld', 'withheldReason'],
      ['credit'],
      ['withheldReason'],
      ['withheldReason'],
    ])
  })

  it('is said with true or false, and with a reason only where it is withheld', async () => {
    const { id } = await given.image()

    expect(faultsOf(await refused({ id, withheld: null }))).toEqual([['REQUIRED', 'input.withheld']])
    expect(faultsOf(await refused({ id, withheldReason: 'x' }))).toEqual([['INVALID', 'input.withheldReason']])
    expect(faultsOf(await refused({ id, withheld: false, withheldReason: 'x' }))).toEqual([
      ['INVALID', 'input.withheldReason'],
    ])
    expect(faultsOf(await refused({ id, withheld: true, withheldReason: 'x'.repeat(2001) }))).toEqual([
      ['TOO_LONG', 'input.withheldReason'],
    ])
  })
})
