import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { heicSample } from './heic-sample.ts'
import { upload } from './uploading.ts'

const database = await testDatabase()
const mediaDir = await temporaryFolder()
const api = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
const editor = api.as('EDITOR')

async function uploaded() {
  const { image, isNew } = await upload(api.app, (await editor.user()).token, heicSample())
  if (!image) throw new Error('no image')
  const { file } = await database.prisma.image.findUniqueOrThrow({ where: { id: image.id.replace('image_', '') } })
  return { id: image.id, isNew, path: join(mediaDir, file) }
}

/** The color at a place, in sRGB unless the image keeps its own. */
async function colorAt(path: string, [left, top]: [number, number], { own = false } = {}): Promise<number[]> {
  const image = own ? sharp(path).keepIccProfile() : sharp(path)
  const pixel = await image.extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()
  return [...pixel]
}

const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, -1.2))

describe('A HEIC', () => {
  it('is stored as a JPEG of the same size and colors, with the texts of the file', async () => {
    const { id, path } = await uploaded()

    const { image } = await editor.query<{ image: object }>(
      'query ($id: ID!) { image(id: $id) { mimeType width height creator copyrightNotice description } }',
      { id },
    )
    expect(image).toEqual({
      mimeType: 'image/jpeg',
      width: 120,
      height: 80,
      creator: 'Miriam Halevi',
      copyrightNotice: 'Tarn Daily',
      description: 'Two halves',
    })
    const { format, width, height, icc, exif } = await sharp(path).metadata()
    expect({ format, width, height, exif }).toEqual({ format: 'jpeg', width: 120, height: 80 })
    expect(icc?.length).toBe(480)
    expect(await colorAt(path, [10, 10])).toEqual(near([230, 40, 60]))
    expect(await colorAt(path, [100, 10])).toEqual(near([20, 40, 60]))
    expect(await colorAt(path, [10, 70])).toEqual(near([230, 200, 60]))
    expect(await colorAt(path, [10, 10], { own: true })).toEqual(near([212, 61, 68]))
  })

  it('that is sent again is the image that is there', async () => {
    const { id } = await uploaded()

    expect(await uploaded()).toMatchObject({ id, isNew: false })
  })
})
