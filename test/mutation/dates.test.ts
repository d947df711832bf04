import { describe, expect, it } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { newImage, ownBytes, plainImage, xmpOf } from '../media/sample-images.ts'
import { upload } from '../media/uploading.ts'

const server = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network: server.network })
const given = givenIn(database)
const admin = api.as('ADMIN')
const { token } = await admin.user()

type Refusal = { userErrors: UserError[] }

/** For a mutation, an input that is valid except for the date. */
const FIELDS: [mutation: string, field: string, input: () => Promise<object>][] = [
  ['createArticle', 'embargoedUntil', async () => ({ headline: 'x', locale: 'en' })],
  ['updateArticle', 'embargoedUntil', async () => ofVersion(await given.article({ status: 'DRAFT' }))],
  ['setEmbargo', 'embargoedUntil', async () => ofVersion(await given.article({ status: 'DRAFT' }))],
  ['scheduleArticle', 'publishAt', async () => ofVersion(await given.article({ status: 'DRAFT' }))],
  ['scheduleArticle', 'unpublishAt', async () => ofVersion(await given.article())],
  ['publishArticle', 'unpublishAt', async () => ofVersion(await given.article({ status: 'DRAFT' }))],
  ['updateImage', 'takenAt', async () => ({ id: (await given.image()).id })],
  ['updateImage', 'rightsExpireAt', async () => ({ id: (await given.image()).id })],
  ['importImage', 'rightsExpireAt', async () => ({ url: `http://pictures.test:${server.port}/good` })],
  ['createAccessToken', 'expiresAt', async () => ({ name: 'x', role: 'REPORTER' })],
]

const ofVersion = ({ id }: Given) => ({ id, version: 1 })

function send(mutation: string, input: object): Promise<Refusal> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path message } } }`
  return admin.mutate<Refusal>(document, { input })
}

const TOO_EARLY = ['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+14:00']
const TOO_LATE = '9999-12-31T23:59:59-14:00'

const outside = (field: string) => ({
  code: 'INVALID',
  path: ['input', field],
  message: 'This date is out of range. Send a date in the years 1 to 9999 in UTC.',
})

describe('A date before the year 1 or after 9999', () => {
  it.each(FIELDS)('is refused by %s in the field %s, with one user error', async (mutation, field, input) => {
    const sound = await input()

    const { userErrors } = await expectNoChange(database, () => send(mutation, { ...sound, [field]: TOO_LATE }))
    expect(userErrors).toEqual([outside(field)])

    for (const date of TOO_EARLY) {
      const early = await expectNoChange(database, () => send(mutation, { ...sound, [field]: date }))
      expect(early.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', field] }])
    }
  })

  it.each(['takenAt', 'rightsExpireAt'])('is refused by uploadImage in the field %s', async (field) => {
    const bytes = await newImage()

    for (const date of [...TOO_EARLY, TOO_LATE]) {
      const { userErrors } = await expectNoChange(database, () => upload(api.app, token, bytes, { [field]: date }))
      expect(userErrors).toEqual([outside(field)])
    }
  })

  it('is ignored in the metadata of a file, and the image can be withheld', async () => {
    const xmp = xmpOf(`photoshop:DateCreated="${TOO_LATE}"`, '')
    const { image } = await upload(api.app, token, await ownBytes(plainImage().withXmp(xmp).jpeg()))

    expect(image?.takenAt).toBeNull()
    expect((await send('updateImage', { id: image?.id, withheld: true })).userErrors).toEqual([])
  })
})

describe('The first and the last storable date', () => {
  const FIRST = '0001-01-01T00:00:00.000Z'
  const LAST = '9999-12-31T23:59:59.999Z'

  it.each(FIELDS)('are accepted by %s in the field %s', async (mutation, field, input) => {
    expect((await send(mutation, { ...(await input()), [field]: LAST })).userErrors).toEqual([])
  })

  it('are stored unchanged, and the image can be changed afterwards', async () => {
    const dates = { takenAt: FIRST, rightsExpireAt: LAST }
    const { image } = await upload(api.app, token, await newImage(), dates)
    expect(image).toMatchObject(dates)

    for (const [takenAt, rightsExpireAt] of [
      [LAST, FIRST],
      [FIRST, LAST],
    ]) {
      expect((await send('updateImage', { id: image?.id, takenAt, rightsExpireAt })).userErrors).toEqual([])
      expect((await send('updateImage', { id: image?.id, credit: takenAt })).userErrors).toEqual([])
      const [row] = await database.prisma.image.findMany({ where: { id: image?.id.split('_')[1] ?? '' } })
      expect(row).toMatchObject({ takenAt: new Date(takenAt ?? ''), rightsExpireAt: new Date(rightsExpireAt ?? '') })
    }
  })
})
