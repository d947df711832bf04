import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type ArticleOptions, givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const dan = api.as('REPORTER', 'Dan')
const editor = api.as('EDITOR', 'Ruth')

const UPDATE = `mutation ($input: UpdateImageInput!) { updateImage(input: $input) { image { altText credit } userErrors { code } } }`
const DELETE = 'mutation ($input: DeleteImageInput!) { deleteImage(input: $input) { deletedId userErrors { code } } }'

async function ownImage() {
  return given.image({ createdById: (await noa.user()).uuid })
}

async function refused(input: object, client = noa, document = UPDATE): Promise<string> {
  const [error] = await expectNoChange(database, () => client.errors(document, { input }))
  return `${error?.extensions?.code}: ${error?.message}`
}

/** Articles for which an editor has decided that they show what they show. */
const RELIED_ON: [string, ArticleOptions, object][] = [
  ['live', { status: 'PUBLISHED' }, {}],
  ['withdrawn', { status: 'WITHDRAWN' }, {}],
  ['scheduled', { status: 'SCHEDULED' }, {}],
  ['approved', { status: 'DRAFT' }, { workflowState: 'APPROVED' }],
]

describe('The user who added an image', () => {
  it('corrects its texts while drafts show it', async () => {
    const image = await ownImage()
    await given.article({ status: 'DRAFT', captions: [{ image }] })

    const updated = await noa.mutate(UPDATE, { input: { id: image.id, altText: 'גשר ישן', credit: 'Noa Levi' } })

    expect(updated).toEqual({ image: { altText: 'גשר ישן', credit: 'Noa Levi' }, userErrors: [] })
    expect(await prisma.activity.findMany({ where: { subjectId: image.uuid } })).toMatchObject([
      { action: 'SAVED', actorName: 'Noa', changedPaths: ['altText', 'credit'] },
    ])
  })

  it.each(RELIED_ON)('leaves it to editors once an article that is %s shows it', async (_, options, row) => {
    const image = await ownImage()
    const article = await given.article({ ...options, captions: [{ image }] })
    await prisma.article.update({ where: { id: article.uuid }, data: row })

    expect(await refused({ id: image.id, altText: 'x' })).toMatch(/^FORBIDDEN: .*EDIT_IMAGES.*Ask an editor/)
    expect(await editor.mutate(UPDATE, { input: { id: image.id, altText: 'x' } })).toMatchObject({ userErrors: [] })
  })

  it('leaves it to editors once an author’s page shows it', async () => {
    const image = await ownImage()
    await given.author({ imageId: image.uuid })

    expect(await refused({ id: image.id, altText: 'x' })).toContain('FORBIDDEN')
  })

  it.each([{ withheld: true }, { rightsExpireAt: '2099-01-01T00:00:00Z' }])(
    'does not decide whether it may be shown: %o',
    async (change) => {
      const { id } = await ownImage()

      expect(await refused({ id, altText: 'x', ...change })).toMatch(/^FORBIDDEN: .*Only editors say/)
    },
  )

  it('deletes it where nothing shows it', async () => {
    const image = await ownImage()

    expect(await noa.mutate(DELETE, { input: { id: image.id } })).toEqual({ deletedId: image.id, userErrors: [] })
  })

  it('does not delete what a draft shows', async () => {
    const image = await ownImage()
    await given.article({ status: 'DRAFT', captions: [{ image }] })

    expect(await noa.mutate(DELETE, { input: { id: image.id } })).toMatchObject({ userErrors: [{ code: 'IN_USE' }] })
  })
})

describe('Another reporter', () => {
  it('neither changes nor deletes the image', async () => {
    const { id } = await ownImage()

    expect(await refused({ id, altText: 'x' }, dan)).toContain('FORBIDDEN')
    expect(await refused({ id }, dan, DELETE)).toContain('FORBIDDEN')
  })
})
